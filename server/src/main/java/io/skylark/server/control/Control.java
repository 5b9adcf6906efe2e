package io.skylark.server.control;

import io.skylark.net.Router;
import io.skylark.server.config.Catalog;
import io.skylark.server.config.Configuration;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// What the parts of a process need to be administered.
///
/// @param configuration of the whole process
/// @param ownHost whether an address is one of this machine
public record Control(LiveConfiguration configuration, Predicate<InetAddress> ownHost) {

    /// A router of a broker with the conversations about its configuration, and the gate before all that administers.
    ///
    /// @param fromAnywhere whether other hosts may administer too
    /// @param decided settings whose values were decided at the start
    public Router broker(Router router, Catalog catalog, BooleanSupplier fromAnywhere, Map<String, String> decided) {
        ConfigurationHandlers handlers = new ConfigurationHandlers(configuration, catalog, decided);
        return router.with(handlers::ofBroker).guarded(AdminCodes.BROKER, new AdminGate(fromAnywhere, ownHost));
    }

    /// The same for a name server.
    public Router nameServer(Router router, Catalog catalog, BooleanSupplier fromAnywhere) {
        ConfigurationHandlers handlers = new ConfigurationHandlers(configuration, catalog, Map.of());
        return router.with(handlers::ofNameServer)
                .guarded(AdminCodes.NAME_SERVER, new AdminGate(fromAnywhere, ownHost));
    }

    public static Control of(Configuration configuration) {
        return new Control(new LiveConfiguration(configuration, InstantSource.system()), AdminGate::isOfThisMachine);
    }
}
