package io.skylark.cli.group;

import io.skylark.cli.frame.CellText;
import io.skylark.cli.frame.Cluster;
import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.Consent;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.Words;
import io.skylark.client.admin.GroupAdmin;
import io.skylark.client.admin.OffsetMove;
import io.skylark.client.admin.ResetTo;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `skylark group reset GROUP TOPIC --to WHERE`
@Command(
        mixinStandardHelpOptions = true,
        description = "It says first where each queue would go and asks; with --dry-run it ends there. Members that are"
                + " connected are told at once.",
        footer = {
            "",
            "Example: skylark group reset billing orders --to 10m --dry-run",
            "         skylark group reset billing orders --to '2026-11-22 08:00' --yes"
        })
final class GroupReset implements Callable<Integer> {
    private static final Columns<OffsetMove> MOVES = Columns.named("broker", (OffsetMove row) -> row.queue().brokerName())
            .with("queue", (OffsetMove row) -> row.queue().queueId())
            .with("from", OffsetMove::from)
            .with("to", OffsetMove::to)
            .with("messages", GroupReset::change);

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Output output = new Output();

    @Mixin
    private Consent consent = new Consent();

    @Parameters(index = "0", paramLabel = "GROUP", description = "its name")
    private String group = "";

    @Parameters(index = "1", paramLabel = "TOPIC", description = "in which it is moved")
    private String topic = "";

    @Option(names = "--to", required = true, paramLabel = "earliest|latest|TIME",
            description = "the oldest message; behind the newest; or the first that was stored at a time or later:"
                    + " 10m for ten minutes ago, '2026-11-22 08:00', milliseconds since 1970")
    private String to = "";

    @Override
    public Integer call() {
        ResetTo target = target();
        return cluster.use(client -> move(client.admin().groups(), target));
    }

    private ResetTo target() {
        return switch (to) {
            case "earliest" -> ResetTo.earliest();
            case "latest" -> ResetTo.latest();
            default -> ResetTo.time(Words.time(to, InstantSource.system()));
        };
    }

    private void move(GroupAdmin admin, ResetTo target) {
        List<OffsetMove> preview = admin.previewReset(group, topic, target);
        if (consent.isDryRun()) {
            output.list(MOVES, preview);
        }
        String where = target instanceof ResetTo.Time time ? CellText.time(time.value()) : to;
        String deed = "move group " + group + " in topic " + topic + " to " + where + ": " + sum(preview);
        if (consent.given(deed)) {
            output.list(MOVES, admin.reset(group, topic, target));
            output.remark("Group " + group + " was moved in topic " + topic + " to " + where + ".");
        }
    }

    /// Messages that are consumed again, below zero; or skipped. None where the group had not begun.
    private static OptionalLong change(OffsetMove move) {
        return move.from().isPresent() ? OptionalLong.of(move.to() - move.from().getAsLong()) : OptionalLong.empty();
    }

    private static String sum(List<OffsetMove> moves) {
        long back = moves.stream().mapToLong(move -> Math.max(0, -change(move).orElse(0))).sum();
        long skipped = moves.stream().mapToLong(move -> Math.max(0, change(move).orElse(0))).sum();
        return back + " messages are consumed again, " + skipped + " are skipped";
    }
}
