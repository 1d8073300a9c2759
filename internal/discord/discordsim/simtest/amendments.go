package simtest

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// amend corrects what Discord's document has wrong, so that all else in it can be taken at its word. Each
// correction is one that Discord's own prose makes.
func amend(doc *openapi3.T) {
	// The entries of a form error's _errors have words as codes, such as BASE_TYPE_REQUIRED.
	// https://docs.discord.com/developers/reference#error-messages
	// The document has them share a schema with the error itself, whose code is a number.
	doc.Components.Schemas["Error"].Value.Properties["code"].Value.Type = &openapi3.Types{"integer", "string"}

	// default_member_permissions is sent as a string, because it may exceed 53 bits.
	// https://docs.discord.com/developers/interactions/application-commands#application-command-object
	for _, schema := range doc.Components.Schemas {
		if property := schema.Value.Properties["default_member_permissions"]; property != nil {
			property.Value.Type = &openapi3.Types{"string", "null"}
		}
	}
}

// undocumented says whether a route is real although the document does not have it.
func undocumented(path string) bool {
	// OAuth2's own routes are described by RFC 6749 and in prose.
	return strings.HasPrefix(path, apiPrefix+"/oauth2/token")
}
