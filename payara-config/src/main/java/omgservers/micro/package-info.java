/** What the JVM of Payara Micro is started with; it depends on nothing but the JDK. */
package omgservers.micro;
