package io.skylark.client.config;

/// `host:port`; an IPv6 host may stand in brackets.
public record Address(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /// @throws IllegalArgumentException when `text` is not an address
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon).strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = port(text.substring(colon + 1).strip());
        if (host.contains("/")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address of the form host:port: leave out what is before the host");
        }
        if (host.isBlank() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "' is not an address of the form host:port");
        }
        return new Address(host, port);
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException notAPort) {
            return -1;
        }
    }
}
