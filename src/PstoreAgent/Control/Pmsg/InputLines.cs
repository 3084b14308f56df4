using PstoreAgent.Native;

namespace PstoreAgent.Control.Pmsg;

/// <summary>Standard input line by line, each as soon as it is there; lines longer than a limit are passed over.</summary>
internal sealed class InputLines(FileDescriptor input, int most)
{
    private byte[] _buffer = new byte[Math.Min(4096, most + 1)];
    private int _start, _end;
    private bool _ended, _passing;

    /// <summary>Lines that were passed over.</summary>
    public int TooLong { get; private set; }

    /// <summary>The next line without its newline; false at the end.</summary>
    /// <exception cref="AgentException">Reading failed.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            ReadOnlySpan<byte> held = _buffer.AsSpan(_start, _end - _start);
            int newline = held[searched..].IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = held[..(searched + newline)];
                _start += line.Length + 1;
                if (!_passing) return true;
                _passing = false;
                searched = 0;
                continue;
            }

            if (_passing || held.Length > most)
            {
                if (!_passing) TooLong++;
                _passing = true;
                _start = _end;
                held = default;
            }

            if (_ended)
            {
                line = held;
                _start = _end;
                return !line.IsEmpty;
            }

            searched = held.Length;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, most + 1L));
        int count = input.Read(_buffer.AsSpan(_end), -1, out int errno);
        if (count < 0) throw new AgentException(Errno.ExitCodeForReading(errno), $"standard input: {Errno.Text(errno)}");
        _ended = count == 0;
        _end += count;
    }
}
