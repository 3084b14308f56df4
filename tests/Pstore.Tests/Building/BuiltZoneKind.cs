namespace Pstore.Tests.Building;

public enum BuiltZoneKind
{
    Dmesg,
    Console,
    Ftrace,
    Pmsg,
}
