package io.skylark.broker.registration;

import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Registration;
import io.skylark.protocol.api.Route;
import io.skylark.protocol.body.QueueData;
import io.skylark.protocol.body.TopicRoute;
import io.skylark.protocol.body.TopicTable;
import io.skylark.protocol.json.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One name server over the network. One caller at a time ([Registrar] sees to that); a failure is logged once, and the
/// next regular registration tries again.
public final class NameServerClient implements RouteRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(NameServerClient.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final Dialer dialer;
    private final String host;
    private final int port;
    private @Nullable Connection connection;
    private volatile boolean failing;

    public NameServerClient(Dialer dialer, String host, int port) {
        this.dialer = dialer;
        this.host = host;
        this.port = port;
    }

    @Override
    public void register(Announcement announcement) {
        byte[] body = Json.encode(new Registration.Body(
                TopicTable.of(announcement.topics(), announcement.version()), List.of()));
        CRC32 crc = new CRC32();
        crc.update(body);
        Registration.Register header = new Registration.Register(
                announcement.brokerName(), announcement.address(), announcement.clusterName(), "",
                announcement.brokerId(), null, false, false, (int) crc.getValue() & 0x7FFFFFFF);
        call(Registration.REGISTER.request(header, ByteBuffer.wrap(body)), "register");
    }

    @Override
    public void unregister(Announcement announcement) {
        call(Registration.UNREGISTER.request(new Registration.Broker(
                announcement.brokerName(), announcement.address(), announcement.clusterName(),
                announcement.brokerId())), "unregister");
    }

    @Override
    public List<QueueData> queues(String topic) {
        Command answer = call(Route.OF_TOPIC.request(new Route.Request(topic, true)), "ask for routes");
        return answer == null ? List.of() : Json.decode(answer.body(), TopicRoute.class).queueDatas();
    }

    @Override
    public boolean isReachable() {
        return !failing;
    }

    /// The answer, null when there is none that says yes. A topic that nobody knows is no failure of the name server.
    private @Nullable Command call(Command request, String what) {
        try {
            Command answer = open().call(request, LIMIT).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.code() == ResponseCode.SUCCESS || answer.code() == ResponseCode.TOPIC_NOT_EXIST) {
                if (failing) {
                    failing = false;
                    LOG.info("name server {}:{} is reachable again", host, port);
                }
                return answer.code() == ResponseCode.SUCCESS ? answer : null;
            }
            failed(what, "it answered " + answer.code() + " " + answer.remark());
        } catch (ExecutionException unreachable) {
            failed(what, String.valueOf(unreachable.getCause()));
        } catch (TimeoutException late) {
            failed(what, "no answer within " + LIMIT.toSeconds() + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void failed(String what, String why) {
        if (!failing) {
            LOG.warn("cannot {} at name server {}:{}: {}; trying again regularly", what, host, port, why);
        }
        failing = true;
        close();
    }

    private Connection open() throws ExecutionException, TimeoutException, InterruptedException {
        Connection open = connection;
        if (open == null || !open.isOpen()) {
            open = dialer.dial(host, port).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
