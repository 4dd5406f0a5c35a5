/** Starting and stopping: the one place that knows the order in which the parts come up. */
package omgservers.boot;
