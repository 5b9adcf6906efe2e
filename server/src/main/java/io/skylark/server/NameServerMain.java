package io.skylark.server;

import io.skylark.server.config.Configuration;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.control.Control;
import io.skylark.server.node.Node;
import java.util.List;

/// `mqnamesrv`: a name server in a process of its own.
public final class NameServerMain {
    private static final List<String> OPTIONS = List.of(
            " -c FILE  configuration file, such as conf/namesrv.conf",
            " -p       print all settings and exit",
            " -h       print this and exit");

    private NameServerMain() {}

    public static void main(String[] words) throws InterruptedException {
        Launch launch = new Launch("mqnamesrv", System.out, System.err);
        System.exit(launch.run(
                words, OPTIONS, NameServerSettings.catalog(), NameServerSettings.VARIABLES, "namesrv.log",
                NameServerMain::start));
    }

    private static Launch.Start start(Configuration configuration) {
        NameServerSettings settings = NameServerSettings.read(configuration);
        return () -> Node.nameServer(settings, Control.of(configuration));
    }
}
