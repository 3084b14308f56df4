using Benchmarks;

// Usage: Benchmarks FIXTURES, or Benchmarks FIXTURES AGENT EMPTY for the whole-process tables too; Benchmarks FIXTURES AGENT for that of archives alone.
string fixtures = args[0];
if (args.Length == 2)
{
    ArchiveTable.Print(fixtures, args[1]);
    return;
}

DecodeTable.Print(fixtures);
Console.WriteLine();
EccTable.Print();
if (args.Length < 3) return;
Console.WriteLine();
ProcessTable.Print(fixtures, args[1], args[2]);
Console.WriteLine();
ArchiveTable.Print(fixtures, args[1]);
