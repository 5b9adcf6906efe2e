package io.skylark.conformance.mqadmin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the script.
sealed interface Step {
    /// The tools for which most of the script is written.
    String NEWEST = "5.5.0";

    /// A command.
    ///
    /// @param name unique in the script: the line as it is, numbered when it comes again
    /// @param arguments with names in the place of what differs from run to run
    /// @param sorted whether its lines come in no order
    /// @param figures whether its figures differ from run to run
    /// @param headings whether only its headings are compared
    /// @param brief whether it does not end by itself
    /// @param until what is found in its output in the end, in each when it is run once
    /// @param difference the row of `docs/compatibility.md` that tells why it is not as with RocketMQ
    /// @param refusal why Skylark has not what it asks for
    /// @param older whether the two say so of tools before 5.5.0 only
    /// @param own the row that tells why our `mqadmin` prints something else
    record Command(String name, List<String> arguments, boolean sorted, boolean figures, boolean headings,
            boolean brief, Pattern until,
            Optional<String> difference, Optional<String> refusal, boolean older, Optional<String> own)
            implements Step {
        /// Whether the script says of this version that it is not as with RocketMQ.
        boolean marked(String version) {
            return (difference.isPresent() || refusal.isPresent()) && !(older && version.equals(NEWEST));
        }

        /// The same of our `mqadmin`.
        boolean markedAsOwn() {
            return marked(NEWEST) || own.isPresent();
        }

        /// The command's own name; empty when there is none.
        String command() {
            return arguments.isEmpty() ? "" : arguments.getFirst();
        }
    }

    /// What is done to have something to see.
    record Preparation(List<String> words) implements Step {}
}
