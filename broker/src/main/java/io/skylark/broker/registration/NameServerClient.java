package io.skylark.broker.registration;

import io.skylark.net.Connection;
import io.skylark.net.Dialer;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import io.skylark.protocol.api.Registration;
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
    private boolean failing;

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

    private void call(Command request, String what) {
        try {
            Command answer = open().call(request, LIMIT).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.code() != ResponseCode.SUCCESS) {
                failed(what, "it answered " + answer.code() + " " + answer.remark());
            } else if (failing) {
                failing = false;
                LOG.info("name server {}:{} is reachable again", host, port);
            }
        } catch (ExecutionException unreachable) {
            failed(what, String.valueOf(unreachable.getCause()));
        } catch (TimeoutException late) {
            failed(what, "no answer within " + LIMIT.toSeconds() + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
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
