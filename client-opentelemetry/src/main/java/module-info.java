/// Traces of messages through OpenTelemetry.
module io.skylark.client.opentelemetry {
    requires transitive io.skylark.client;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    requires static transitive org.jspecify;

    exports io.skylark.client.opentelemetry;
}
