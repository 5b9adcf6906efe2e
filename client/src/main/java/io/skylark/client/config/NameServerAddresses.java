package io.skylark.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists of name servers as text: `host:port`, several separated by `;`.
public final class NameServerAddresses {
    public static final String PROPERTY = "rocketmq.namesrv.addr";
    public static final String VARIABLE = "NAMESRV_ADDR";
    public static final String LOCAL = "localhost:9876";

    private NameServerAddresses() {}

    /// What this process was told: the system property, or else the environment variable, or else [#LOCAL].
    public static List<String> discover() {
        return discover(System::getProperty, System::getenv);
    }

    /// @param properties system properties by name, null when not set
    /// @param environment environment variables by name, null when not set
    static List<String> discover(
            UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return parse(told(properties, environment).orElse(LOCAL));
    }

    /// As [#discover], empty where the process was told nothing.
    public static Optional<String> told() {
        return told(System::getProperty, System::getenv);
    }

    private static Optional<String> told(
            UnaryOperator<@Nullable String> properties, UnaryOperator<@Nullable String> environment) {
        return Stream.of(properties.apply(PROPERTY), environment.apply(VARIABLE))
                .flatMap(Stream::ofNullable)
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    /// @throws IllegalArgumentException when one of them is not an address, or there is none
    public static List<String> parse(String list) {
        List<String> addresses = new ArrayList<>();
        for (String part : list.split("[;,]")) {
            String address = part.strip();
            if (!address.isEmpty()) {
                Address.parse(address);
                addresses.add(address);
            }
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no name server in '" + list + "'");
        }
        return List.copyOf(addresses);
    }
}
