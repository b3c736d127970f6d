# Configuration
config-unreadable = cannot read { $path }: { $reason }
config-syntax = line { $line }: this is not TOML: { $reason }
config-unknown = line { $line }: unknown field `{ $name }`
config-unknown-variable = unknown environment variable { $name }
config-near = did you mean `{ $near }`?
config-value = line { $line }: field `{ $field }`: { $reason }
config-variable = environment: { $reason }
config-missing = the field `{ $field }` is not set (nor the variable { $variable })
config-not-http-url = an address like http://… or https://… is needed
config-not-server-name = a server name like example.org or example.org:8448 is needed, without https://
config-not-localpart = lower-case Latin letters, digits and . _ = - / + are allowed
config-not-id = Latin letters, digits and . _ - are allowed
config-not-token = at least 16 printable Latin characters without spaces are needed
config-not-database-url = sqlite:file or postgres://user:password@host/name is needed
config-not-log-filter = a level (info) or parts like target=level with commas between them are needed
config-not-room-id = the id of a room is needed, it starts with !
config-not-mxc = an address like mxc://… is needed
config-not-positive = a number greater than zero is needed
config-not-invite = "own_server", "anyone" or a list of servers and users is needed
