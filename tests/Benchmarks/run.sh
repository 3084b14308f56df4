#!/usr/bin/env bash
# Builds the benchmarks as native files, as the agent is, and runs them. Usage: run.sh RID
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rid=$1
for project in Benchmarks EmptyProgram; do
    dotnet publish "tests/$project" -r "$rid" -c Release -o "out/bench/$rid" --nologo -v quiet
done
"out/bench/$rid/Benchmarks" tests/fixtures "out/$rid/pstore-agent" "out/bench/$rid/EmptyProgram"
