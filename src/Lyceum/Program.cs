using Lyceum;
using Lyceum.Platform.Operations;

return await CommandLine.Run(args, new Executable
{
    House = SchoolHost.House,
    Host = SchoolHost.Run,
    Services = SchoolHost.Services,
});
