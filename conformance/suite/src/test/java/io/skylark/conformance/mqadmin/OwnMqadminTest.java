package io.skylark.conformance.mqadmin;

import io.skylark.conformance.server.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/// Every command of our own `mqadmin` prints what that of RocketMQ 5.5.0 prints on RocketMQ, or the script says why not.
@Order(2)
@EnabledIfSystemProperty(named = "conformance.target", matches = "skylark")
class OwnMqadminTest {
    @Test
    void commandsPrintWhatThoseOfRocketMqPrint() {
        Transcript played = Session.playOwn(Target.fromSystemProperties(), "session",
                Path.of(System.getProperty("skylark.home")), Step.NEWEST);
        Comparison comparison = Comparison.ofOwn(Script.read(), Transcript.recorded(Step.NEWEST), played);
        comparison.assertNothingIsUnknown();
        assertThat(comparison.row("`bin/mqadmin`")).matches(CommandTable::isInTheDocument, "is in the document");
    }
}
