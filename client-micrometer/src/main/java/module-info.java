/// Metrics of clients through Micrometer.
module io.skylark.client.micrometer {
    requires transitive io.skylark.client;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports io.skylark.client.micrometer;
}
