package io.skylark.conformance.process;

import io.skylark.conformance.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/// Processes that cannot start say why in one sentence, and their exit code is not 0.
@EnabledIfSystemProperty(named = "conformance.target", matches = "skylark")
class StartFailureTest {
    private static final String READY = "^The broker\\[broker-a, .*\\] boot success\\.";

    @Test
    void aSecondServerOnTheSameFolderOrPortIsRefused() throws IOException, InterruptedException {
        Installation installation = Installation.fresh("second-server");
        int port = Ports.freeForBroker();
        int nameServer = Ports.freeForBroker();
        String first = "sh bin/mqbroker -c conf/broker.conf listenPort=" + port + " storePathRootDir=~/first";
        try (ShellSession shell = new ShellSession(installation)) {
            shell.type(first + " &").awaitLine(READY, 1);
            shell.type("sh bin/mqnamesrv listenPort=" + nameServer + " &")
                    .awaitLine("^The Name Server boot success", 1);

            Finished sameFolder = Finished.run(installation,
                    "sh bin/mqbroker -c conf/broker.conf listenPort=" + Ports.freeForBroker()
                            + " storePathRootDir=~/first");
            assertOneSentence(sameFolder, 1, "mqbroker: ", installation.home().resolve("first/log").toString());

            Finished samePort = Finished.run(installation,
                    "sh bin/mqbroker -c conf/broker.conf listenPort=" + port + " storePathRootDir=~/second");
            assertOneSentence(samePort, 1, "mqbroker: cannot listen on 0.0.0.0:" + port, "another port");

            Finished sameNameServer = Finished.run(installation, "sh bin/mqnamesrv listenPort=" + nameServer);
            assertOneSentence(sameNameServer, 1, "mqnamesrv: cannot listen on 0.0.0.0:" + nameServer,
                    "another port");

            Finished oneProcess = Finished.run(installation,
                    "sh bin/skylark server run namesrvListenPort=" + nameServer + " listenPort=" + Ports.freeForBroker()
                            + " storePathRootDir=~/third");
            assertOneSentence(oneProcess, 1, "skylark: cannot listen on 0.0.0.0:" + nameServer, "another port");
        }
    }

    /// A folder below a file: root could write everywhere else.
    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException, InterruptedException {
        Installation installation = Installation.fresh("unwritable");
        Path file = Files.writeString(installation.home().resolve("file"), "not a folder");

        Finished broker = Finished.run(installation,
                "sh bin/mqbroker listenPort=" + Ports.freeForBroker() + " storePathRootDir=" + file + "/store");
        assertOneSentence(broker, 1, "mqbroker: ", file + "/store");

        Finished dev = Finished.run(installation, "sh bin/skylark dev --data " + file + "/dev listenPort="
                + Ports.freeForBroker() + " namesrvListenPort=" + Ports.freeForBroker());
        assertThat(dev.exitCode()).isEqualTo(1);
        assertThat(dev.lines()).hasSize(2)
                .allMatch(line -> line.startsWith("skylark: "))
                .allMatch(line -> line.contains(file + "/dev"));
    }

    @Test
    void wrongArgumentsAndSettingsAreSaidAllAtOnce() throws IOException, InterruptedException {
        Installation installation = Installation.fresh("arguments");

        assertOneSentence(Finished.run(installation, "sh bin/mqbroker -n localhost"), 2,
                "mqbroker: The Name Server Address[localhost] illegal, please set it as follows,"
                        + " \"127.0.0.1:9876;192.168.0.1:9876\"", "");
        assertOneSentence(Finished.run(installation, "sh bin/mqbroker -n localhost:9876 -c nowhere.conf"), 2,
                "mqbroker: the configuration file ", "nowhere.conf does not exist");
        assertOneSentence(Finished.run(installation, "sh bin/mqbroker -n localhost:9876 --enable-proxy"), 2,
                "mqbroker: --enable-proxy is not in this version", "gRPC");
        Finished two = Finished.run(installation, "sh bin/mqbroker listenPort=x flushDiskType=y");
        assertThat(two.exitCode()).isEqualTo(2);
        assertThat(two.lines()).hasSize(2).allMatch(line -> line.contains(" must be "));
        assertOneSentence(Finished.run(installation, "sh bin/tools.sh no.such.Example"), 2,
                "tools.sh: there is no class no.such.Example", "quickstart.Producer");
        assertOneSentence(Finished.run(installation, "sh bin/mqadmin addBroker -c localhost:1 -b x"), 3, "mqadmin: addBroker: ",
                "no broker containers");
    }

    @Test
    void aJavaThatIsTooOldIsNamed() throws IOException, InterruptedException {
        Installation installation = Installation.fresh("old-java");
        Path old = installation.home().resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"17.0.15\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\nexit 99\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> onlyOld = Map.of(
                "JAVA_HOME", old.toString(),
                "PATH", old.resolve("bin") + ":" + installation.variables().get("PATH"),
                "SKYLARK_JAVA_DIRS", installation.home().resolve("nothing").toString());

        for (String script : new String[] {"mqnamesrv", "mqbroker", "skylark dev", "tools.sh a.B"}) {
            assertOneSentence(Finished.run(installation, onlyOld, "sh bin/" + script), 1,
                    "Skylark needs Java 25 or newer (found Java 17 in " + old + ")", "JAVA_HOME");
        }
    }

    private static void assertOneSentence(Finished command, int exitCode, String start, String part) {
        assertThat(command.lines()).singleElement().asString().startsWith(start).contains(part);
        assertThat(command.exitCode()).isEqualTo(exitCode);
    }
}
