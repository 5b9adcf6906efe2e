package io.skylark.console;

import io.skylark.broker.BrokerView;
import io.skylark.console.health.Check;
import io.skylark.console.health.HealthPages;
import io.skylark.console.metrics.MetricsPage;
import io.skylark.log.LogRefusal;
import io.skylark.net.Transport;
import io.skylark.net.http.HttpServer;
import io.skylark.net.http.Page;
import io.skylark.net.http.PageAnswer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The pages of a broker over HTTP, on one port or on several.
///
/// | page | 200 when |
/// |---|---|
/// | `/metrics` | the broker has started |
/// | `/health/live` | the log has not failed for good |
/// | `/health/startup` | the log was replayed, and the broker listens |
/// | `/health/ready` | all of this, a name server knows the broker, messages are accepted, and it is not being stopped |
///
/// The pages are made when they are first asked for, so that a start does not wait for what they need.
public final class Console implements AutoCloseable {
    private final Transport transport;
    private final Map<String, Page> pages;
    private final List<HttpServer> servers = new ArrayList<>();

    /// @param broker at a time when it may be started or not
    /// @param started whether it is
    /// @param leaving why it takes no new work although nothing is wrong, for example because it is being stopped
    public Console(
            Transport transport, BrokerView broker, Supplier<Boolean> started, Supplier<Optional<String>> leaving,
            InstantSource clock) {
        this.transport = transport;
        Check log = new Check("log", broker::failure);
        Check recovered = Check.holds("started", started, "the log is still being replayed");
        List<Check> ready = List.of(
                recovered,
                Check.holds("registered", () -> broker.registrar().isRegistered(), "no name server knows the broker"),
                new Check("storage", () -> broker.storage().refusal().map(LogRefusal::detail)),
                new Check("draining", leaving));
        Map<String, Page> made = new LinkedHashMap<>();
        made.put("/metrics", whenStarted(started, new Lazy(() -> new MetricsPage(broker, clock))));
        made.put("/health/live", HealthPages.of(List.of(log)));
        made.put("/health/startup", HealthPages.of(List.of(recovered)));
        made.put("/health/ready", HealthPages.of(ready));
        pages = made;
    }

    /// Before that there is nothing to measure.
    private static Page whenStarted(Supplier<Boolean> started, Page page) {
        return request -> started.get()
                ? page.answer(request)
                : PageAnswer.text(PageAnswer.UNAVAILABLE, "the broker has not started yet");
    }

    /// Listens on one more address; port 0 takes any free one.
    ///
    /// @return the port
    /// @throws IOException when the address cannot be bound
    public int listen(InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.bind(transport, address, pages);
        servers.add(server);
        return server.port();
    }

    @Override
    public void close() {
        servers.forEach(HttpServer::close);
    }
}
