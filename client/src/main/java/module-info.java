/// The Java client of Skylark and RocketMQ. What is not exported is internal to it.
module io.skylark.client {
    requires transitive io.skylark.protocol;
    requires org.slf4j;
    requires static transitive org.jspecify;
    requires static org.lz4.java;
    requires static com.github.luben.zstd_jni;

    exports io.skylark.client;
    exports io.skylark.client.admin;
    exports io.skylark.client.config;
    exports io.skylark.client.consumer;
    exports io.skylark.client.consumer.pull;
    exports io.skylark.client.consumer.push;
    exports io.skylark.client.consumer.simple;
    exports io.skylark.client.error;
    exports io.skylark.client.message;
    exports io.skylark.client.producer;
}
