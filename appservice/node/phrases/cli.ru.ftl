# Настройки
config-unreadable = не читается { $path }: { $reason }
config-syntax = строка { $line }: это не TOML: { $reason }
config-unknown = строка { $line }: неизвестное поле `{ $name }`
config-unknown-variable = неизвестная переменная окружения { $name }
config-near = похоже на `{ $near }`
config-value = строка { $line }: поле `{ $field }`: { $reason }
config-variable = переменная окружения: { $reason }
config-missing = не задано поле `{ $field }` (или переменная { $variable })
config-not-http-url = нужен адрес вида http://… или https://…
config-not-server-name = нужно имя сервера вида example.org или example.org:8448, без https://
config-not-localpart = можно строчные латинские буквы, цифры и знаки . _ = - / +
config-not-id = можно латинские буквы, цифры и знаки . _ -
config-not-token = нужно не меньше 16 печатных латинских знаков без пробелов
config-not-database-url = нужно sqlite:файл или postgres://пользователь:пароль@узел/база
config-not-log-filter = нужен уровень (info) или части вида target=level через запятую
config-not-room-id = нужен идентификатор комнаты, он начинается с !
config-not-mxc = нужен адрес вида mxc://…
config-not-positive = нужно число больше нуля
config-not-invite = нужно "own_server", "anyone" или список серверов и пользователей
