/** How often someone may call: buckets that fill up again, by address, account and token. */
package omgservers.shared.limits;
