/** Repairs of Payara that run inside it; everything of Payara's own that we touch is here. */
package omgservers.payara;
