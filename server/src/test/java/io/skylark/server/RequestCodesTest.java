package io.skylark.server;

import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.net.NetConfig;
import io.skylark.net.Router;
import io.skylark.net.Transport;
import io.skylark.protocol.Command;
import io.skylark.protocol.RefusedRequest;
import io.skylark.server.config.Arguments;
import io.skylark.server.config.BrokerSettings;
import io.skylark.server.config.Configuration;
import io.skylark.server.config.Environment;
import io.skylark.server.config.NameServerSettings;
import io.skylark.server.config.Problems;
import io.skylark.server.control.Control;
import io.skylark.server.node.FreePorts;
import io.skylark.server.node.Node;
import io.skylark.server.node.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/// Every request of RocketMQ up to 5.5.0 is served by a broker or a name server of ours, or refused with a reason.
class RequestCodesTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int[] SINGLE = {
        17, 18, 60, 61, 400, 401, 402, 343, 345, 351, 352, 353, 354, 355, 361, 370, 513, 5001, 200_151
    };

    /// First and last of those without gaps.
    private static final int[][] RUNS = {
        {10, 15}, {21, 23}, {25, 43}, {45, 47}, {50, 54}, {100, 106}, {200, 217}, {219, 225}, {300, 329}, {901, 908},
        {1001, 1018}, {2001, 2004}, {3001, 3010}, {200_050, 200_056}, {200_070, 200_079}
    };

    @TempDir
    Path folder;

    private final Transport transport = new Transport(NetConfig.STANDARD);
    private final Dialer dialer = new Dialer(
            transport, NetConfig.STANDARD, Router.builder().build(NetConfig.STANDARD), LIMIT);

    @AfterEach
    void close() {
        transport.close();
    }

    private static Set<Integer> all() {
        Set<Integer> codes = new TreeSet<>();
        IntStream.of(SINGLE).forEach(codes::add);
        for (int[] run : RUNS) {
            IntStream.rangeClosed(run[0], run[1]).forEach(codes::add);
        }
        return codes;
    }

    /// What is served says what it misses, because nothing is asked in the request; that is no matter here.
    @Test
    void eachIsServedOrRefusedWithAReason() throws StartFailure, IOException {
        int broker = FreePorts.withOldClients();
        int nameServer = FreePorts.withOldClients();
        Set<Integer> unknown = new TreeSet<>();
        try (Node node = start(broker, nameServer)) {
            assertThat(node.bootLines()).hasSize(2);
            Connection toBroker = dialer.dial("127.0.0.1", broker).join();
            Connection toNameServer = dialer.dial("127.0.0.1", nameServer).join();
            for (int code : all()) {
                Command answer = ask(toBroker, code);
                RefusedRequest refused = RefusedRequest.find(code);
                if (refused != null) {
                    assertThat(answer.remark()).as("the table says that it is refused").isEqualTo(refused.remark());
                    assertThat(answer.code()).isEqualTo(refused.answer());
                } else if (isUnknown(answer) && isUnknown(ask(toNameServer, code))) {
                    unknown.add(code);
                }
            }
        }
        assertThat(unknown).as("neither served nor refused").isEmpty();
    }

    private static boolean isUnknown(Command answer) {
        return String.valueOf(answer.remark()).startsWith(" request type ");
    }

    private static Command ask(Connection connection, int code) {
        Command answer = connection.call(Command.request(code, 0, Map.of(), Command.NO_BODY), LIMIT).join();
        return answer.withBody(Command.NO_BODY);
    }

    private Node start(int broker, int nameServer) throws StartFailure {
        Map<String, String> keys = Map.of(
                "brokerName", "broker-a", "mappedFileSizeCommitLog", "64MB",
                "listenPort", String.valueOf(broker), "namesrvListenPort", String.valueOf(nameServer));
        Environment environment = new Environment(Map.of(), Map.of(), folder, () -> "machine-1", () -> "127.0.0.1");
        Problems problems = new Problems();
        Configuration configuration = Configuration.load(
                BrokerSettings.catalog().and(NameServerSettings.catalogBesideBroker()),
                new Arguments(Optional.empty(), Optional.empty(), keys, Arguments.Action.RUN), BrokerSettings.VARIABLES,
                Map.of(), environment, problems);
        assertThat(problems.errors()).isEmpty();
        return Node.both(
                NameServerSettings.readBesideBroker(configuration), BrokerSettings.read(configuration),
                Control.of(configuration));
    }
}
