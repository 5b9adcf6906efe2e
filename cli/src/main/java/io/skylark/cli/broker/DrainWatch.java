package io.skylark.cli.broker;

import io.skylark.cli.frame.Columns;
import io.skylark.cli.frame.CommandException;
import io.skylark.cli.frame.Output;
import io.skylark.cli.frame.ProgressLine;
import io.skylark.client.admin.BrokerAdmin;
import io.skylark.protocol.api.Remainder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Watches a broker that takes no messages any more until nothing is left on it.
final class DrainWatch {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static final Columns<Remainder.Behind> COLUMNS = Columns.named("group", Remainder.Behind::group)
            .with("topic", Remainder.Behind::topic)
            .with("messages", Remainder.Behind::messages)
            .with("members", Remainder.Behind::members);

    private final BrokerAdmin admin;
    private final String name;
    private final String address;
    private final Output output;
    private final boolean attended;

    /// @param attended groups without members do not count
    DrainWatch(BrokerAdmin admin, String name, String address, Output output, boolean attended) {
        this.admin = admin;
        this.name = name;
        this.address = address;
        this.output = output;
        this.attended = attended;
    }

    /// Says what became of it.
    ///
    /// @param limit zero for not waiting at all
    /// @throws CommandException when something is left after that
    void until(Duration limit) throws InterruptedException {
        Optional<Remainder.Left> now = admin.remainder(address);
        if (now.isEmpty()) {
            output.done("broker", name, "takes no messages; it does not tell what is left, see skylark group lag");
        } else if (limit.isZero()) {
            output.done("broker", name, "takes no messages; left: " + text(now.get()));
        } else {
            Remainder.Left last = wait(now.get(), limit);
            if (isDone(last)) {
                output.done("broker", name, "is drained" + unattended(last));
                return;
            }
            output.list(COLUMNS, last.groups());
            throw CommandException.timedOut("broker " + name + " still has " + text(last)
                    + ". It takes no new messages: wait again with the same command, or take it back with --undo");
        }
    }

    private Remainder.Left wait(Remainder.Left first, Duration limit) throws InterruptedException {
        ProgressLine line = ProgressLine.onTerminal(output.err());
        long end = System.nanoTime() + limit.toNanos();
        Remainder.Left left = first;
        while (!isDone(left) && System.nanoTime() < end) {
            Remainder.Left now = left;
            line.show(() -> name + ": " + text(now));
            TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), Math.max(1, end - System.nanoTime())));
            left = admin.remainder(address).orElse(left);
        }
        line.end();
        return left;
    }

    /// Clients that have not heard of it may still send; so it is not over before they are refused.
    private boolean isDone(Remainder.Left left) {
        return !left.takesMessages() && left.refusesInMillis() == 0 && left.openTransactions() == 0 && left.delayed() == 0
                && (attended ? left.attended() : left.messages()) == 0;
    }

    private static String unattended(Remainder.Left left) {
        return left.messages() == 0 ? "" : "; " + left.messages() + " messages wait for groups without members";
    }

    static String text(Remainder.Left left) {
        String text = left.messages() + " messages to consume, " + left.openTransactions() + " open transactions, "
                + left.delayed() + " delayed messages";
        return left.refusesInMillis() == 0
                ? text
                : text + "; sends are refused in " + Duration.ofMillis(left.refusesInMillis()).plusMillis(999).toSeconds() + " s";
    }
}
