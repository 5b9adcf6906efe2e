/// The RocketMQ remoting protocol: frames, headers, requests and answers.
module io.skylark.protocol {
    requires transitive io.skylark.message;
    requires transitive org.jspecify; // what is nullable of a header is read at run time

    exports io.skylark.protocol;
    exports io.skylark.protocol.api;
    exports io.skylark.protocol.body;
    exports io.skylark.protocol.header;
    exports io.skylark.protocol.json;
    exports io.skylark.protocol.view;
    exports io.skylark.protocol.wire;
}
