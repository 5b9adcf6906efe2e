package io.skylark.examples;

import io.skylark.client.SkylarkClient;

/// How the examples find their cluster.
final class Connection {
    private Connection() {}

    /// The client of the cluster whose name server is the first argument; when there is none, that of the variable
    /// `NAMESRV_ADDR`, or `localhost:9876`.
    static SkylarkClient open(String[] arguments) {
        return arguments.length == 0 ? SkylarkClient.connect() : SkylarkClient.connect(arguments[0]);
    }

    /// As [#open(String[])], for programs that run until they are stopped: what is under way then ends first.
    static SkylarkClient openUntilStopped(String[] arguments) {
        SkylarkClient mq = open(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(mq::close, "close"));
        return mq;
    }
}
