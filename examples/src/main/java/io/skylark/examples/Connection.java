package io.skylark.examples;

import io.skylark.client.SkylarkClient;

/// How the examples find their cluster.
final class Connection {
    private Connection() {}

    /// The client of the cluster whose name server is the first argument, `localhost:9876` when there is none.
    static SkylarkClient open(String[] arguments) {
        return SkylarkClient.connect(arguments.length == 0 ? "localhost:9876" : arguments[0]);
    }

    /// As [#open(String[])], for programs that run until they are stopped: what is under way then ends first.
    static SkylarkClient openUntilStopped(String[] arguments) {
        SkylarkClient mq = open(arguments);
        Runtime.getRuntime().addShutdownHook(new Thread(mq::close, "close"));
        return mq;
    }
}
