using Lyceum;
using Lyceum.Platform;
using Lyceum.Platform.Web;

// Interim entrance until the command line of the operations registry is merged: serves on the ports of the environment.
var house = new House(Rooms.All);
var app = HouseHost.Build(house, new HostSpec(Environment.GetEnvironmentVariable("LYCEUM_DB")!, ".", 8080, 8081, Jobs: true));
await app.RunAsync();
