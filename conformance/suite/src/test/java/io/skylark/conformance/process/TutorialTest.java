package io.skylark.conformance.process;

import io.skylark.conformance.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/// RocketMQ's tutorial, typed into a shell as it is printed.
@EnabledIfSystemProperty(named = "conformance.target", matches = "skylark")
class TutorialTest {
    private static final int MESSAGES = 1000;

    @Test
    void worksWordForWord() throws IOException {
        Installation installation = Installation.fresh("tutorial");
        Path logs = installation.home().resolve("logs/rocketmqlogs");
        int nameServer = Ports.isFreeForBroker(9876) ? 9876 : Ports.freeForBroker();
        int broker = Ports.isFreeForBroker(10911) ? 10911 : Ports.freeForBroker();
        try (ShellSession shell = new ShellSession(installation)) {
            // Only where somebody else listens on the ports of the tutorial already.
            shell.type("export SKYLARK_NAMESRV_LISTEN_PORT=" + nameServer);
            shell.type("export SKYLARK_BROKER_LISTEN_PORT=" + broker);

            shell.type("nohup sh bin/mqnamesrv &");
            String nameServerLine =
                    "The Name Server boot success\\. serializeType=JSON, address 0\\.0\\.0\\.0:" + nameServer + "$";
            shell.awaitLine("^" + nameServerLine, 1);
            shell.type("tail -n 100 -f ~/logs/rocketmqlogs/namesrv.log &");
            shell.awaitLine(" - " + nameServerLine, 1);

            shell.type("nohup sh bin/mqbroker -n localhost:" + nameServer + " &");
            String brokerLine = "The broker\\[[^, ]+, [0-9.]+:" + broker
                    + "\\] boot success\\. serializeType=JSON and name server is localhost:" + nameServer + "$";
            shell.awaitLine("^" + brokerLine, 1);
            shell.type("tail -n 100 -f ~/logs/rocketmqlogs/broker.log &");
            shell.awaitLine(" - " + brokerLine, 1);

            // On a machine that is busy with other tests the name server may answer the first registration too late.
            shell.awaitLine(" - broker \\S+ \\(id 0\\) at \\S+ is registered with", 1);

            shell.type("export NAMESRV_ADDR=localhost:" + nameServer);
            assertThat(shell.run("sh bin/tools.sh org.apache.rocketmq.example.quickstart.Producer")).isZero();
            assertThat(count(shell.lines(), "SendResult [sendStatus=SEND_OK, msgId=")).isEqualTo(MESSAGES);

            shell.type("sh bin/tools.sh org.apache.rocketmq.example.quickstart.Consumer &");
            shell.type("consumer=$!");
            shell.awaitLine("^Consumer Started\\.$", 1);
            shell.awaitLine("^ConsumeMessageThread_\\S*\\d+ Receive New Messages: \\[MessageExt \\[", MESSAGES);
            shell.run("kill $consumer");

            // Other pages of the documentation: ours under the names of theirs.
            shell.type("sh bin/tools.sh org.apache.rocketmq.example.ordermessage.Consumer &");
            shell.type("consumer=$!");
            assertThat(shell.run("sh bin/tools.sh org.apache.rocketmq.example.ordermessage.Producer")).isZero();
            shell.awaitLine("order-\\d+ shipped", 10);
            shell.run("kill $consumer");
            assertThat(shell.run("sh bin/tools.sh")).isEqualTo(2);
            shell.awaitLine("^  ordermessage\\.Producer$", 1);

            assertThat(shell.run("sh bin/mqshutdown broker")).isZero();
            shell.awaitLine("^The mqbroker\\(\\d+\\) is running\\.\\.\\.$", 1);
            shell.awaitLine("^Send shutdown request to mqbroker\\(\\d+\\) OK$", 1);
            shell.awaitLine("stopped in \\d+ ms$", 1);
            assertThat(shell.run("sh bin/mqshutdown namesrv")).isZero();
            shell.awaitLine("^The mqnamesrv\\(\\d+\\) is running\\.\\.\\.$", 1);
            shell.awaitLine("^Send shutdown request to mqnamesrv\\(\\d+\\) OK$", 1);
            shell.awaitLine("stopped in \\d+ ms$", 2);

            assertThat(Files.readString(logs.resolve("namesrv.log")))
                    .contains("has withdrawn itself")
                    .doesNotContain("ERROR");
            assertThat(Files.readString(logs.resolve("broker.log"))).doesNotContain("ERROR");
        }
    }

    @Test
    void shutdownSaysWhatItDidNotFind() throws IOException {
        try (ShellSession shell = new ShellSession(Installation.fresh("nothing-runs"))) {
            assertThat(shell.run("sh bin/mqshutdown broker")).isEqualTo(1);
            shell.awaitLine("^No mqbroker running\\.$", 1);
            assertThat(shell.run("sh bin/mqshutdown namesrv")).isEqualTo(1);
            shell.awaitLine("^No mqnamesrv running\\.$", 1);
            assertThat(shell.run("sh bin/mqshutdown")).isEqualTo(1);
            shell.awaitLine("^Usage: mqshutdown broker \\| namesrv \\| controller \\| proxy$", 1);
        }
    }

    private static long count(List<String> lines, String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }
}
