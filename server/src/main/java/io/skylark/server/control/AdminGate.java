package io.skylark.server.control;

import io.skylark.net.Connection;
import io.skylark.net.Gate;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Lets only this machine administer, unless the configuration says otherwise: there is no authentication yet, and who
/// reaches the port must not be able to delete topics. Whose connection it is, is found out once for each.
public final class AdminGate implements Gate {
    private final BooleanSupplier fromAnywhere;
    private final Predicate<InetAddress> ownHost;

    /// What is remembered of a connection.
    private record Origin(boolean own) {}

    /// @param fromAnywhere whether other hosts may administer too
    /// @param ownHost whether an address is one of this machine
    public AdminGate(BooleanSupplier fromAnywhere, Predicate<InetAddress> ownHost) {
        this.fromAnywhere = fromAnywhere;
        this.ownHost = ownHost;
    }

    @Override
    public Optional<String> refusal(Connection connection) {
        if (fromAnywhere.getAsBoolean() || connection.memo(Origin.class, this::origin).own) {
            return Optional.empty();
        }
        return Optional.of("No permission: this request administers, it comes from another host ("
                + connection.remoteAddress().getAddress().getHostAddress()
                + "), and no authentication is configured. Run the tool on the host of the server, or set"
                + " adminFromAnywhere=true in the configuration file of the server.");
    }

    private Origin origin(Connection connection) {
        return new Origin(ownHost.test(connection.remoteAddress().getAddress()));
    }

    /// An address of the loopback, or of an interface.
    static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
