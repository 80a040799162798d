using Lyceum;
using Lyceum.Platform;
using Lyceum.Platform.Operations;

return await CommandLine.Run(args, new Executable
{
    House = new House(Rooms.All),
    Host = SchoolHost.Run,
    Services = SchoolHost.Services,
});
