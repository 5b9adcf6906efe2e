package io.skylark.cli.mqadmin;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.SkylarkException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
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
    private final InstantSource clock;
    private final ZoneId zone;

    Mqadmin(PrintStream out, PrintStream err, InstantSource clock, ZoneId zone) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.zone = zone;
    }

    /// @param home the folder above `bin` and `conf`
    /// @return the exit code
    public static int execute(PrintStream out, PrintStream err, Path home, String... words) {
        Mqadmin mqadmin = new Mqadmin(out, err, InstantSource.system(), ZoneId.systemDefault());
        mqadmin.warnOfCredentials(home.resolve("conf").resolve("tools.yml"));
        return mqadmin.run(words);
    }

    /// The file of RocketMQ that names the user of the tool; servers of this version ask for none.
    void warnOfCredentials(Path file) {
        try {
            if (Files.exists(file) && Files.readString(file).matches("(?sm).*^\\s*accessKey:[ \\t]*[^\\s#].*")) {
                err.println("mqadmin: the user in " + file + " is not used: requests are not signed in this version");
            }
        } catch (IOException unreadable) {
            err.println("mqadmin: " + file + " cannot be read: " + unreadable.getMessage());
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
        try (SkylarkClient client = options.text("n").map(SkylarkClient::connect).orElseGet(SkylarkClient::connect)) {
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
}
