package io.skylark.nameserver.route;

import java.net.Inet6Address;
import java.net.InetAddress;

/// Where clients reach a broker.
public sealed interface BrokerAddress {
    /// The address as text, for a client that reached this process at `dialled`.
    String seenFrom(InetAddress dialled);

    /// `host:port`, the same for everybody.
    static BrokerAddress fixed(String hostAndPort) {
        return new Fixed(hostAndPort);
    }

    /// A broker of this process without an address of its own: whoever reached this process can reach it at the same
    /// host, through every NAT and container bridge on the way.
    static BrokerAddress dialled(int port) {
        return new Dialled(port);
    }

    record Fixed(String hostAndPort) implements BrokerAddress {
        @Override
        public String seenFrom(InetAddress dialled) {
            return hostAndPort;
        }

        @Override
        public String toString() {
            return hostAndPort;
        }
    }

    record Dialled(int port) implements BrokerAddress {
        @Override
        public String seenFrom(InetAddress dialled) {
            String host = dialled.getHostAddress();
            if (dialled instanceof Inet6Address) {
                // an interface of this machine means nothing to others
                int scope = host.indexOf('%');
                host = "[" + (scope < 0 ? host : host.substring(0, scope)) + "]";
            }
            return host + ":" + port;
        }

        @Override
        public String toString() {
            return "dialled host:" + port;
        }
    }
}
