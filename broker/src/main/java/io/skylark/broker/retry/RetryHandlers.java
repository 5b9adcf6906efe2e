package io.skylark.broker.retry;

import io.skylark.broker.config.Identity;
import io.skylark.broker.intake.Intake;
import io.skylark.broker.intake.Redirect;
import io.skylark.broker.measure.Measures;
import io.skylark.broker.table.GroupTable;
import io.skylark.broker.table.TopicCreation;
import io.skylark.log.store.MessageStore;
import io.skylark.net.Router;
import io.skylark.protocol.api.SendBack;
import java.util.function.Predicate;

/// The conversations about messages that could not be processed, wired.
public final class RetryHandlers {
    private final SendBackHandler sendBack;

    public RetryHandlers(
            Identity identity,
            GroupTable groups,
            TopicCreation creation,
            MessageStore messages,
            Intake intake,
            Measures measures) {
        sendBack = new SendBackHandler(
                identity, new ConsumerGroups(groups), creation, messages, intake, measures);
    }

    public void routes(Router.Builder routes) {
        routes.blocking(SendBack.API.code(), sendBack::handle);
    }

    /// Sends what was delivered too often to the dead letters.
    ///
    /// @param ordered whether a group consumes in order right now: it has tried often enough already
    public static Redirect deadSends(GroupTable groups, Predicate<String> ordered, Measures measures) {
        return new DeadSends(new ConsumerGroups(groups), ordered, measures);
    }
}
