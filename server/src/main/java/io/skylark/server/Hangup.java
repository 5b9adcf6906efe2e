package io.skylark.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal that asks a server to read its configuration again. Java has no other way to it than `sun.misc.Signal`, which
/// every JVM has and the compiler does not like to see.
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /// Runs `action` on a thread of its own whenever SIGHUP comes. Where there is no such signal, or somebody has taken it
    /// (`nohup` lets a process not hear it), nothing happens.
    static void listen(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    Hangup.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) ->
                            switch (method.getName()) {
                                case "handle" -> {
                                    Thread.ofPlatform().name("reload").start(action);
                                    yield null;
                                }
                                case "equals" -> arguments != null
                                        && System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                                case "hashCode" -> System.identityHashCode(proxy);
                                default -> "reload on SIGHUP";
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | IllegalArgumentException missing) {
            Throwable reason = missing instanceof InvocationTargetException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause() : missing;
            LOG.info("SIGHUP does not make this process read its configuration again: {}", reason.getMessage());
        }
    }
}
