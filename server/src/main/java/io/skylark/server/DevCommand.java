package io.skylark.server;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import io.skylark.client.message.Message;
import io.skylark.server.config.Environment;
import io.skylark.server.logging.LogPlan;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `skylark dev`: everything a developer needs in one small process, with its data under the current folder.
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = DevCommand.DESCRIPTION)
final class DevCommand implements Callable<Integer> {
    static final String DESCRIPTION =
            "Run name server and broker in one small process for development; Ctrl-C stops it.";

    private static final Logger LOG = LoggerFactory.getLogger(DevCommand.class);
    private static final String TOPIC = "hello";

    @Option(names = "--data", paramLabel = "FOLDER", description = "data folder (default: ${DEFAULT-VALUE})")
    private Path data = Path.of("data", "dev");

    @Mixin
    private InOneProcess parts = new InOneProcess();

    @Override
    public Integer call() throws InterruptedException {
        Launch launch = new Launch("skylark", System.out, System.err);
        Path folder = data.toAbsolutePath().normalize();
        InOneProcess.Settings settings = parts.read(Environment.ofProcess(), profile(folder));
        if (!launch.check(settings.problems())) {
            return ExitCode.USAGE;
        }
        if (parts.print()) {
            settings.configuration().describe(false).forEach(System.out::println);
            return ExitCode.OK;
        }
        Path logFile = folder.resolve("logs").resolve("skylark.log");
        boolean firstTime = Files.notExists(settings.broker().logFolder());
        return launch.run(
                settings.environment(), LogPlan.of(settings.configuration(), logFile), settings.problems(),
                settings::start, () -> {
                    checklist(settings, logFile, System.out);
                    if (firstTime) {
                        greet(settings);
                    }
                });
    }

    private static Map<String, String> profile(Path folder) {
        return Map.of(
                "brokerName", "broker-a",
                "storePathRootDir", folder.toString(),
                "kvConfigPath", folder.resolve("kvConfig.json").toString(),
                "mappedFileSizeCommitLog", "64MB",
                "diskFreeReserveBytes", "256MB", // a laptop's disk may well be nearly full
                "diskFreeReserveRatio", "0");
    }

    /// The message that a newcomer finds, sent as any client would send it.
    private static void greet(InOneProcess.Settings settings) {
        String nameServer = "localhost:" + settings.nameServer().listenPort();
        try (SkylarkClient client = SkylarkClient.connect(nameServer)) {
            client.producer("skylark-dev").build().send(Message.of(TOPIC, "Hello from Skylark"));
        } catch (SkylarkException failure) {
            LOG.warn("no first message in topic {}: {}", TOPIC, failure.getMessage());
        }
    }

    private static void checklist(InOneProcess.Settings settings, Path logFile, PrintStream out) {
        String command = settings.environment().variables().getOrDefault("SKYLARK_COMMAND", "skylark");
        int port = settings.broker().broker().listenPort();
        out.printf("%nSkylark is ready after %d ms. Ctrl-C stops it.%n", Launch.sinceStart().toMillis());
        out.printf("  name server  localhost:%d%n", settings.nameServer().listenPort());
        out.printf("  broker       localhost:%d, and %d for old clients%n", port, port - 2);
        out.printf("  data         %s%n", settings.broker().dataFolder());
        out.printf("  log lines    %s%n", logFile);
        out.printf("%nTry next, in another terminal:%n");
        out.printf("  %s message tail %s --from earliest%n", command, TOPIC);
        out.printf("  %s message send %s \"my first message\"%n", command, TOPIC);
    }
}
