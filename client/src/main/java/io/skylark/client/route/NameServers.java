package io.skylark.client.route;

import io.skylark.client.error.SkylarkException;
import io.skylark.client.error.UnreachableException;
import io.skylark.client.transport.ConnectionPool;
import io.skylark.protocol.Command;
import io.skylark.protocol.ResponseCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The name servers, all of which know the same. One is asked until it fails, then the next.
public final class NameServers {
    private static final Logger LOG = LoggerFactory.getLogger(NameServers.class);

    private final List<String> addresses;
    private final ConnectionPool pool;
    private final Duration timeout;
    private final AtomicInteger current;

    /// @param first index of the one to begin with, so that many clients spread over them; any number
    public NameServers(List<String> addresses, ConnectionPool pool, Duration timeout, int first) {
        this.addresses = List.copyOf(addresses);
        this.pool = pool;
        this.timeout = timeout;
        this.current = new AtomicInteger(Math.floorMod(first, addresses.size()));
    }

    public List<String> addresses() {
        return addresses;
    }

    /// The answer of a name server and which one gave it.
    public record Answer(String server, Command command) {}

    /// The first answer that a name server gives; one that is busy or just starting is passed over.
    ///
    /// @throws UnreachableException when none answers
    public Answer call(Command request) {
        int first = current.get();
        Answer unfit = null;
        SkylarkException failure = null;
        for (int i = 0; i < addresses.size(); i++) {
            int index = (first + i) % addresses.size();
            String server = addresses.get(index);
            try {
                Answer answer = new Answer(server, pool.call(server, request, timeout));
                if (!isUnfit(answer.command.code())) {
                    current.compareAndSet(first, index);
                    return answer;
                }
                unfit = answer;
            } catch (SkylarkException noAnswer) {
                if (Thread.currentThread().isInterrupted()) {
                    throw noAnswer;
                }
                LOG.debug("Name server {} does not answer", server, noAnswer);
                failure = noAnswer;
            }
        }
        if (unfit != null) {
            return unfit;
        }
        throw unreachable(failure);
    }

    private UnreachableException unreachable(@Nullable SkylarkException last) {
        String reason = last == null ? "" : ": " + last.getMessage();
        return new UnreachableException("No name server of " + addresses + " answers" + reason,
                addresses.get(0), "Start a name server, or name another address", last);
    }

    private static boolean isUnfit(int code) {
        return code == ResponseCode.SYSTEM_ERROR || code == ResponseCode.SYSTEM_BUSY;
    }
}
