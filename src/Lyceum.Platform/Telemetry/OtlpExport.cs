using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Lyceum.Platform.Telemetry;

/// <summary>Sends traces and metrics to a collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; the exporter reads that and its other settings itself.</summary>
internal sealed class OtlpExport(IConfiguration configuration) : IHostedService, IDisposable
{
    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])) return Task.CompletedTask;
        _traces = Sdk.CreateTracerProviderBuilder().AddSource("Lyceum.*", "Microsoft.AspNetCore", "Npgsql").AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter("Lyceum.*", "Microsoft.AspNetCore.*", "System.Runtime", "Npgsql")
            .AddView(instrument => Metrics.Wanted(instrument.Meter.Name) ? null : MetricStreamConfiguration.Drop)
            .AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _traces?.ForceFlush(2_000);
        _metrics?.ForceFlush(2_000);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
