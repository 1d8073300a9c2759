package discordsim

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A message is kept for a quarter of an hour, and hardly ever asked for after its first minute. Packed, it
// takes a tenth of its room.

// usualText is what messages have in common, for the compression.
const usualText = `{"id":"157389989112866406","channel_id":"157389989112866406","type":20,"content":"","author":{"id":"","username":"aurora",` +
	`"discriminator":"0","global_name":null,"bot":true,"public_flags":0,"flags":0,"avatar":null,"banner":null,"accent_color":null,` +
	`"avatar_decoration_data":null,"collectibles":null,"primary_guild":null},"timestamp":"2026-11-21T18:00:00.000000+00:00",` +
	`"edited_timestamp":null,"flags":64,"tts":false,"pinned":false,"mention_everyone":false,"mentions":[],"mention_roles":[],` +
	`"attachments":[],"embeds":[{"type":"rich","title":"","description":"** coins","color":4906624,"footer":{"text":""},` +
	`"fields":[{"name":"","value":"","inline":true}]}],"components":[{"type":1,"id":1,"components":[{"type":2,"id":2,"custom_id":"",` +
	`"style":1,"label":""}]}],"application_id":"","webhook_id":"","interaction_metadata":{"id":"","type":2,"user":{"id":"","username":"",` +
	`"discriminator":"0","global_name":"","public_flags":0,"flags":0,"avatar":null,"banner":null,"accent_color":null,` +
	`"avatar_decoration_data":null,"collectibles":null,"primary_guild":null},"authorizing_integration_owners":{"0":""}}}`

// packer packs messages, one after another.
type packer struct {
	small bytes.Buffer
	to    *flate.Writer // nil at first: it takes more memory than a thousand packed messages
}

func (k *packer) pack(m *message) ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("pack a message: %w", err)
	}
	if k.to == nil {
		if k.to, err = flate.NewWriterDict(&k.small, flate.DefaultCompression, []byte(usualText)); err != nil {
			return nil, fmt.Errorf("pack a message: %w", err)
		}
	}
	k.small.Reset()
	k.to.Reset(&k.small)
	_, err = k.to.Write(text)
	if err = errors.Join(err, k.to.Close()); err != nil {
		return nil, fmt.Errorf("pack a message: %w", err)
	}
	return bytes.Clone(k.small.Bytes()), nil
}

func unpacked(small []byte) (*message, error) {
	text, err := io.ReadAll(flate.NewReaderDict(bytes.NewReader(small), []byte(usualText)))
	if err != nil {
		return nil, fmt.Errorf("unpack a message: %w", err)
	}
	m := new(message)
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("unpack a message: %w", err)
	}
	return m, nil
}
