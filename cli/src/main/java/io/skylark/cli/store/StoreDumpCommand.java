package io.skylark.cli.store;

import io.skylark.cli.frame.Failures;
import io.skylark.log.inspect.Dump;
import io.skylark.log.inspect.DumpedEntry;
import io.skylark.log.inspect.DumpedMessage;
import io.skylark.log.inspect.StoreView;
import io.skylark.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark store dump PATH`
@Command(
        mixinStandardHelpOptions = true,
        description = "Ends with 0 at the end of the log or after --max entries, 1 at damage.")
final class StoreDumpCommand implements Callable<Integer> {
    private static final String ROW = "%12s %9s %4s  %-23s  %-13s %9s  %s%n";

    @Parameters(paramLabel = "PATH", description = "storePathRootDir of the broker, or the folder log in it")
    private Path path = Path.of(".");

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            description = "begin with the entry that holds this byte of the log (default: the oldest)")
    private long from;

    @Option(names = "--max", paramLabel = "N", description = "end after so many entries")
    private long max = Long.MAX_VALUE;

    @Option(names = "--type", paramLabel = "TYPE", description = "only entries of this type: a name or a code")
    private Optional<String> type = Optional.empty();

    @Option(names = "--topic", paramLabel = "TOPIC", description = "only messages of this topic")
    private Optional<String> topic = Optional.empty();

    @Option(names = {"-o", "--output"}, paramLabel = "table|json", description = "(default: ${DEFAULT-VALUE})")
    private StoreForm form = StoreForm.table;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean first = true;

    @Override
    public Integer call() {
        if (from < 0 || max < 0) {
            throw new IllegalArgumentException("--from and --max cannot be below 0");
        }
        OptionalInt code = type.isPresent() ? EntryText.typeCode(type.get()) : OptionalInt.empty();
        PrintWriter out = spec.commandLine().getOut();
        boolean json = form == StoreForm.json;
        StoreView store = StoreView.open(path);
        if (json) {
            out.print("{\"entries\":[");
        } else {
            out.printf(ROW, "POSITION", "INDEX", "TERM", "TIME", "TYPE", "SIZE", "CONTENT");
        }
        Dump.Result result = new Dump(store, new Dump.Query(from, max, code, topic), entry -> {
            if (json) {
                out.print(first ? "\n" : ",\n");
                out.print(text(json(entry)));
            } else {
                print(entry, out);
            }
            first = false;
        }).run();
        out.print(json ? "\n],\"end\":" + text(result) + "}\n" : end(result) + System.lineSeparator());
        out.flush();
        return result.stop() == Dump.Stop.DAMAGE ? Failures.FAILED : 0;
    }

    private static void print(DumpedEntry entry, PrintWriter out) {
        String content = entry.messages().isEmpty() ? EntryText.body(entry.type(), entry.body())
                : entry.messages().size() == 1 ? content(entry.messages().getFirst())
                : StoreText.count(entry.messages().size(), "message", "messages");
        out.printf(ROW, entry.position(), entry.index(), entry.term(), StoreText.time(entry.time()),
                EntryText.type(entry.type()), entry.size(), content);
        if (entry.messages().size() > 1) {
            entry.messages().forEach(message ->
                    out.printf(ROW, message.position(), "", "", "", "", "", "- " + content(message)));
        }
    }

    private static String content(DumpedMessage message) {
        return StoreText.printable(message.topic() + "/" + message.queueId() + " body=" + message.bodySize()
                + part(" tags=", message.tags()) + part(" keys=", message.keys())
                + part(" id=", message.uniqueKey()));
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : name + value;
    }

    private String end(Dump.Result result) {
        String shown = StoreText.count(result.shown(), "entry", "entries") + " shown; ";
        return shown + switch (result.stop()) {
            case ENOUGH -> "more may follow: --from " + result.position();
            case END -> "the log ends at position " + result.position() + ".";
            case DAMAGE -> "stopped at position " + result.position() + ", which is damaged: " + result.reason()
                    + ". To see what else is: skylark store verify " + path;
        };
    }

    private static Map<String, Object> json(DumpedEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("position", entry.position());
        json.put("index", entry.index());
        json.put("term", entry.term());
        json.put("time", entry.time());
        json.put("type", EntryText.type(entry.type()));
        json.put("size", entry.size());
        if (entry.messages().isEmpty()) {
            json.put("content", EntryText.body(entry.type(), entry.body()));
        } else {
            json.put("messages", entry.messages());
        }
        return json;
    }

    private static String text(Object value) {
        return new String(Json.encode(value), StandardCharsets.UTF_8);
    }
}
