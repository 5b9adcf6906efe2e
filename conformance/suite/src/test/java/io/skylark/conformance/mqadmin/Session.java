package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/// The script from its first to its last step on a new server.
final class Session {
    /// The messages that commands print tell the address of their broker; traces have a topic.
    private static final String[] CONFIGURATION = {"brokerIP1=127.0.0.1", "traceTopicEnable=true"};

    private static final String STARTUP = "org.apache.rocketmq.tools.command.MQAdminStartup";

    private Session() {
    }

    /// With the official tools.
    ///
    /// @param version of the tools, and of the clients that live meanwhile
    static Transcript play(Target target, String name, String version) {
        ToolLoader tools = tools(version);
        return play(target, name + "-" + version, tools, files -> official(tools, files.resolve("home")));
    }

    /// The commands of these tools.
    ///
    /// @param home a folder for them, made here
    static Commands official(ToolLoader tools, Path home) {
        return tools.inside("OfficialCommands", Commands.class, new Class<?>[] {Path.class, Supplier.class}, home(home),
                (Supplier<Class<?>>) () -> tools.anew(STARTUP));
    }

    /// With ours.
    ///
    /// @param archive the folder that holds `bin`
    /// @param version of the clients that live meanwhile
    static Transcript playOwn(Target target, String name, Path archive, String version) {
        return play(target, name + "-own", tools(version), files -> new OwnCommands(archive, files.resolve("home")));
    }

    private static ToolLoader tools(String version) {
        return ToolLoader.open(version, Path.of(System.getProperty("conformance.classpaths")));
    }

    private static Transcript play(
            Target target, String name, ToolLoader tools, Function<Path, Commands> commands) {
        Path work = Path.of(System.getProperty("conformance.work"));
        Path folder = Target.emptyFolder(work.resolve("mqadmin-" + name));
        Path files = Target.emptyFolder(work.resolve("mqadmin-" + name + "-files"));
        try (Server server = target.server(folder, Layout.ONE_PROCESS, CONFIGURATION)) {
            server.start();
            try (Commands mqadmin = commands.apply(files); Traffic traffic = tools.inside(
                    "OfficialTraffic", Traffic.class, new Class<?>[] {String.class}, server.nameServer())) {
                return Play.of(Script.read(), server, mqadmin, traffic, folder, files);
            } finally {
                server.kill(); // RocketMQ takes more than half a minute to stop after some of the commands
            }
        }
    }

    /// An installation of the tools, of which they read only how to log.
    private static Path home(Path folder) {
        try {
            Files.createDirectories(folder.resolve("conf"));
            Files.writeString(folder.resolve("conf/logback_tools.xml"), "<configuration/>\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder, e);
        }
    }
}
