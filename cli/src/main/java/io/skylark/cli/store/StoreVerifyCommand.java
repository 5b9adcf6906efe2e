package io.skylark.cli.store;

import io.skylark.cli.frame.Failures;
import io.skylark.log.inspect.FileReport;
import io.skylark.log.inspect.LogEnd;
import io.skylark.log.inspect.Problem;
import io.skylark.log.inspect.StoreReport;
import io.skylark.log.inspect.StoreView;
import io.skylark.log.inspect.Totals;
import io.skylark.log.inspect.Verification;
import io.skylark.protocol.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `skylark store verify PATH`
@Command(
        mixinStandardHelpOptions = true,
        description = "Ends with 0 when the store is whole, 1 when it is damaged.")
final class StoreVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATH", description = "storePathRootDir of the broker, or the folder log in it")
    private Path path = Path.of(".");

    @Option(names = {"-o", "--output"}, paramLabel = "table|json", description = "(default: ${DEFAULT-VALUE})")
    private StoreForm form = StoreForm.table;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StoreProgress progress = StoreProgress.onTerminal(spec.commandLine().getErr());
        StoreReport report = new Verification(StoreView.open(path), progress).run();
        progress.end();
        PrintWriter out = spec.commandLine().getOut();
        if (form == StoreForm.json) {
            out.println(json(report));
        } else {
            print(report, out);
            if (!report.isWhole()) {
                out.println("A start may refuse it. To keep what is good: skylark store repair " + path);
            }
        }
        out.flush();
        return report.isWhole() ? 0 : Failures.FAILED;
    }

    /// The report as a table of files and a few sentences.
    static void print(StoreReport report, PrintWriter out) {
        out.println(report.folder() + ": " + state(report));
        out.println();
        int width = report.files().stream().mapToInt(file -> file.name().length()).max().orElse(0);
        String row = "%-" + width + "s %9s %9s  %s%n";
        out.printf(row, "FILE", "ENTRIES", "MESSAGES", "RESULT");
        for (FileReport file : report.files()) {
            boolean segment = file.name().endsWith(".log");
            String result = file.isWhole() ? String.join("; ", notes(file)) : "DAMAGED";
            out.printf(row, file.name(), segment ? file.entries() : "", segment ? file.messages() : "", result);
            for (Problem problem : file.problems()) {
                out.println("    position " + problem.position() + ": " + problem.text());
            }
        }
        out.println();
        out.println(end(report));
        out.println(totals(report.totals()));
        out.println(report.isWhole() ? "The store is whole."
                : "The store is damaged: " + StoreText.count(report.problems(), "problem", "problems") + ".");
    }

    private static List<String> notes(FileReport file) {
        List<String> notes = new ArrayList<>(List.of("ok"));
        notes.addAll(file.notes());
        return notes;
    }

    private static String state(StoreReport report) {
        String user = report.user().map(pid -> "in use, it seems by process " + pid).orElse("not closed in order");
        return report.mark()
                .map(mark -> (mark.closed() ? "closed in order" : user) + ", durable up to position " + mark.position())
                .orElse("nobody knows up to where it was durable");
    }

    private static String end(StoreReport report) {
        LogEnd end = report.end();
        String place = "The log ends at position " + end.position() + ", behind entry " + end.lastIndex();
        return place + switch (end.kind()) {
            case CLEAN -> ".";
            case TORN -> report.mark().isPresent()
                    ? ". " + end.dirtyBytes() + " bytes behind it are torn; none was acknowledged, the next start"
                            + " moves them aside."
                    : ". Whether the " + end.dirtyBytes() + " bytes behind it were acknowledged, nobody can tell.";
            case GROWING -> " and is being written.";
            case DAMAGED -> ", where " + end.dirtyBytes() + " bytes are damaged.";
        };
    }

    private static String totals(Totals totals) {
        Map<String, Long> types = new TreeMap<>();
        totals.entriesByType().forEach((type, count) -> types.put(EntryText.type(type), count));
        String times = totals.entries() == 0 ? ""
                : ", from " + StoreText.time(totals.firstTime()) + " to " + StoreText.time(totals.lastTime());
        return StoreText.count(totals.entries(), "entry", "entries") + " " + types + ", "
                + StoreText.count(totals.messages(), "message", "messages") + " in "
                + StoreText.count(totals.queues(), "queue", "queues") + " of "
                + StoreText.count(totals.topics(), "topic", "topics") + ", " + StoreText.bytes(totals.bytes()) + times
                + (totals.lostEntries() == 0 ? ""
                        : "; earlier repairs gave up at most "
                                + StoreText.count(totals.lostEntries(), "entry", "entries"));
    }

    static String json(StoreReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("folder", report.folder());
        json.put("whole", report.isWhole());
        report.mark().ifPresent(mark -> {
            json.put("durablePosition", mark.position());
            json.put("closed", mark.closed());
        });
        report.meta().ifPresent(meta -> json.put("segmentBytes", meta.segmentBytes()));
        json.put("files", report.files());
        json.put("end", report.end());
        json.put("totals", report.totals());
        return new String(Json.encodeStrict(json), StandardCharsets.UTF_8);
    }
}
