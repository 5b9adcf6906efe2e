package io.skylark.cli.mqadmin;

import io.skylark.client.SkylarkClient;
import io.skylark.client.config.ClientConfig;
import io.skylark.client.config.Credentials;
import io.skylark.client.config.NameServerAddresses;
import io.skylark.client.error.SkylarkException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `mqadmin NAME OPTIONS`.
///
/// Exit codes are those of RocketMQ's: 1 when the words are wrong, and 0 otherwise, also when the command failed; what
/// failed stands in one line on the error output. In addition 3 for what this product does not have.
public final class Mqadmin {
    private static final int OK = 0;
    private static final int USAGE = 1;
    private static final int NOT_OFFERED = 3;

    private final CommandTable table = CommandTable.load();
    private final PrintStream out;
    private final PrintStream err;
    private final Optional<Credentials> user;
    private final InstantSource clock;
    private final ZoneId zone;

    /// @param user who asks, when servers want to know
    Mqadmin(PrintStream out, PrintStream err, Optional<Credentials> user, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.err = err;
        this.user = user;
        this.clock = clock;
        this.zone = zone;
    }

    /// @param home the folder above `bin` and `conf`
    /// @return the exit code
    public static int execute(PrintStream out, PrintStream err, Path home, String... words) {
        Optional<Credentials> user = user(home.resolve("conf").resolve("tools.yml"), err);
        return new Mqadmin(out, err, user, InstantSource.system(), ZoneId.systemDefault()).run(words);
    }

    /// Empty also when the file cannot be read, which is said: servers that ask nobody need no user.
    private static Optional<Credentials> user(Path file, PrintStream err) {
        try {
            return ToolUser.read(file);
        } catch (IOException unreadable) {
            err.println("mqadmin: " + file + " cannot be read: " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    int run(String... words) {
        if (words.length == 0) {
            out.print(table.list());
            return OK;
        }
        boolean help = words.length == 2 && words[0].equals("help");
        String name = help ? words[1] : words[0];
        Optional<CommandSpec> command = table.find(name);
        if (command.isEmpty()) {
            out.print(String.format("The sub command %s not exist.%n", name));
            return OK;
        }
        if (help) {
            out.print(HelpText.of(command.get()));
            return OK;
        }
        return run(command.get(), Arrays.asList(words).subList(1, words.length));
    }

    private int run(CommandSpec command, List<String> words) {
        Options options;
        try {
            options = OptionParser.parse(command, words);
        } catch (UsageException wrong) {
            err.println(wrong.getMessage());
            out.print(HelpText.of(command));
            return USAGE;
        }
        if (options.has("h")) {
            out.print(HelpText.of(command));
            return OK;
        }
        return run(options);
    }

    private int run(Options options) {
        String name = options.command().name();
        try (SkylarkClient client = connect(options)) {
            Actions.of(name).run(new Call(options, client, out, err, clock, zone));
            return OK;
        } catch (NotOfferedException refused) {
            err.println("mqadmin: " + name + ": " + refused.getMessage());
            return NOT_OFFERED;
        } catch (SkylarkException | IllegalArgumentException failed) {
            out.flush();
            err.println("mqadmin: " + name + " failed: " + failed.getMessage());
            return OK;
        }
    }

    private SkylarkClient connect(Options options) {
        ClientConfig config = options.text("n").map(ClientConfig::standard)
                .orElseGet(() -> ClientConfig.standard(NameServerAddresses.discover()));
        return SkylarkClient.connect(user.map(config::withCredentials).orElse(config));
    }
}
