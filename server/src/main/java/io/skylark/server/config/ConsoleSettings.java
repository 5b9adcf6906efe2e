package io.skylark.server.config;

import java.util.Optional;

/// Where metrics and health are to be seen.
///
/// @param port 0 for nowhere
/// @param chosen whether somebody asked for that port; the standard one is left to others when they have it
/// @param exporterPort the port that RocketMQ's exporter would have, when it was asked for
public record ConsoleSettings(int port, boolean chosen, Optional<Integer> exporterPort) {
    static ConsoleSettings read(Configuration from) {
        String exporter = from.get(BrokerKeys.METRICS_EXPORTER);
        if (exporter.equals("OTLP_GRPC") || exporter.equals("LOG")) {
            from.problems().warn(BrokerKeys.METRICS_EXPORTER.name() + "=" + exporter
                    + " is not in this version: metrics are at /metrics, for Prometheus and for collectors that scrape");
        }
        return new ConsoleSettings(
                from.get(BrokerKeys.HTTP_PORT),
                from.isSet(BrokerKeys.HTTP_PORT),
                exporter.equals("PROM") ? Optional.of(from.get(BrokerKeys.EXPORTER_PORT)) : Optional.empty());
    }
}
