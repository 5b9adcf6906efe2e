package io.skylark.conformance.mqadmin;

import java.util.List;
import java.util.Optional;

/// One line of the script.
sealed interface Step {
    /// A command.
    ///
    /// @param name unique in the script: the line as it is, numbered when it comes again
    /// @param arguments with names in the place of what differs from run to run
    /// @param sorted whether its lines come in no order
    /// @param figures whether its figures differ from run to run
    /// @param headings whether only its headings are compared
    /// @param brief whether it does not end by itself
    /// @param until the text that its output has in the end; empty when it is run once
    /// @param difference the row of `docs/compatibility.md` that tells why it is not as with RocketMQ
    /// @param refusal why Skylark has not what it asks for
    record Command(String name, List<String> arguments, boolean sorted, boolean figures, boolean headings,
            boolean brief, String until,
            Optional<String> difference, Optional<String> refusal) implements Step {
        /// Whether the script says that it is not as with RocketMQ.
        boolean marked() {
            return difference.isPresent() || refusal.isPresent();
        }

        /// The command's own name; empty when there is none.
        String command() {
            return arguments.isEmpty() ? "" : arguments.getFirst();
        }
    }

    /// What is done to have something to see.
    record Preparation(List<String> words) implements Step {}
}
