package io.skylark.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void checksAFile() throws IOException {
        assertThat(run("check", file("good.conf", "fileReservedTime=48\nflushDiskType=ASYNC_FLUSH\n"))).isZero();
        assertThat(out.toString()).contains("good.conf is valid");

        assertThat(run("check", file("bad.conf", "fileReservedTime=0\nfileReservdTime=48\nbrokerRole=SLAVE\n")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains(
                "error: fileReservedTime=0 (", "error: brokerRole=SLAVE (", "did you mean fileReservedTime?",
                "bad.conf is not valid: 2 errors");

        String misspelt = file("misspelt.conf", "fileReservdTime=48\n");
        assertThat(run("check", misspelt)).isZero();
        assertThat(out.toString()).contains("misspelt.conf is valid, with 1 warnings");
        assertThat(run("check", "--strict-config", misspelt)).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("error: unknown key fileReservdTime");

        assertThat(run("check", file("namesrv.conf", "listenPort=9876\norderMessageEnable=true\n"))).isZero();
        assertThat(run("check", folder.resolve("nowhere.conf").toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void showsWhereSettingsComeFrom() throws IOException {
        String file = file("broker.conf", "fileReservedTime=48\nstorePathRootDir=" + folder + "\n");
        Files.writeString(folder.resolve("broker.overlay.properties"), "deleteWhen=05\n");

        assertThat(run("show", "--origin", "-c", file, "maxMessageSize=1MB")).isZero();

        assertThat(out.toString().lines()).contains(
                "fileReservedTime=48    # " + file, "maxMessageSize=1MB    # command line",
                "listenPort=10911    # standard",
                "deleteWhen=05    # " + folder.resolve("broker.overlay.properties"));
    }

    @Test
    void explainsAKey() {
        assertThat(run("explain", "fileReservedTime")).isZero();
        assertThat(out.toString()).contains(
                "must be a whole number from 1 to", "in hours", "standard: 72", "a change holds at once");
        assertThat(run("explain", "storePathRootDir")).isZero();
        assertThat(out.toString()).contains("a change holds from the next start on", "cannot be changed over the network");
        assertThat(run("explain", "haListenPort")).isZero();
        assertThat(out.toString()).contains("accepted without effect: there is no replication in this version");
        assertThat(run("explain", "fileReservdTime")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("fileReservdTime is not known; did you mean fileReservedTime?");
    }

    @Test
    void comparesWhatFilesComeTo() throws IOException {
        String a = file("a.conf", "maxMessageSize=4MB\nfileReservedTime=48\n");
        String b = file("b.conf", "maxMessageSize=4194304\nfileReservedTime=72\ntraceOn=true\n");

        assertThat(run("diff", a, b)).isZero();

        assertThat(out.toString().lines()).containsExactly("- fileReservedTime=48", "+ fileReservedTime=72");
    }

    private int run(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new ConfigCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
