package io.skylark.server.config;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What the machine and the caller say about this process.
///
/// @param variables environment variables
/// @param properties system properties
/// @param home the user's folder
/// @param hostName name of this machine, looked up when asked for
/// @param hostAddress an address of this machine that others may dial, looked up when asked for
public record Environment(
        Map<String, String> variables,
        Map<String, String> properties,
        Path home,
        Supplier<String> hostName,
        Supplier<String> hostAddress) {

    public static Environment ofProcess() {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().forEach((name, value) -> properties.put(String.valueOf(name), String.valueOf(value)));
        Path home = Path.of(properties.getOrDefault("user.home", "."));
        return new Environment(System.getenv(), properties, home, Environment::findHostName, Environment::findAddress);
    }

    /// The same machine seen by somebody who set no variables and no properties.
    public Environment withoutVariables() {
        return new Environment(Map.of(), Map.of(), home, hostName, hostAddress);
    }

    /// A path as people write it: a leading `~/` is the user's folder.
    public Path path(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            return home.resolve(text.substring(Math.min(2, text.length()))).normalize();
        }
        return Path.of(text);
    }

    private static String findHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException notInNameService) {
            return "localhost";
        }
    }

    /// The first IPv4 address of an interface that is up and is not the loopback.
    private static String findAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Environment::reachesOthers)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (IOException noInterfaces) {
            return "127.0.0.1";
        }
    }

    private static boolean reachesOthers(NetworkInterface candidate) {
        try {
            return candidate.isUp() && !candidate.isLoopback() && !candidate.isPointToPoint();
        } catch (SocketException vanished) {
            return false;
        }
    }
}
