package io.skylark.server;

import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.control.Control;
import io.skylark.server.node.Node;
import java.util.List;

/// `mqbroker`: a broker in a process of its own.
public final class BrokerMain {
    private static final List<String> OPTIONS = List.of(
            " -n HOST:PORT;...  name servers; also the variable NAMESRV_ADDR",
            " -c FILE           configuration file, such as conf/broker.conf",
            " -p                print all settings and exit",
            " -m                print the settings that somebody set and exit",
            " -h                print this and exit");

    private BrokerMain() {}

    public static void main(String[] words) throws InterruptedException {
        Launch launch = new Launch("mqbroker", System.out, System.err);
        System.exit(launch.run(
                words, OPTIONS, BrokerSettings.catalog(), BrokerSettings.VARIABLES, "broker.log", BrokerMain::start));
    }

    private static Launch.Start start(Configuration configuration) {
        BrokerSettings settings = BrokerSettings.read(configuration);
        return () -> Node.broker(settings, Control.of(configuration));
    }
}
