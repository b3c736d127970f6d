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
config-not-time-zone = нужен часовой пояс, например Europe/Moscow
config-not-room-id = нужен идентификатор комнаты, он начинается с !
config-not-mxc = нужен адрес вида mxc://…
config-not-positive = нужно число больше нуля
config-not-invite = нужно "own_server", "anyone" или список серверов и пользователей
config-not-address = нужен адрес вида 127.0.0.1:29333

# Всё вместе
cli-failed = Ошибка: { $reason }

# secta init
init-homeserver-url = Адрес домашнего сервера, каким его видит secta
init-server-name = Имя домашнего сервера (то, что после двоеточия в @alice:example.org)
init-listen = На каком адресе принимать события
init-url = Каким этот адрес видит домашний сервер
init-database = База данных
init-bot = Имя пользователя для бота
init-tell = скажите { $flag }
init-exists = { $path } уже есть; --force перезапишет с новыми ключами доступа
init-done =
    Записано:
      { $config }
      { $registration }

    Что дальше:
    1. Сохраните фразу восстановления ключей бота отдельно от этой машины:
         { $recovery }
    2. Скажите домашнему серверу о secta и перезапустите его.
       Synapse, homeserver.yaml:
         app_service_config_files:
           - { $registration }
       Dendrite, dendrite.yaml:
         app_service_api:
           config_files:
             - { $registration }
       (домашний сервер должен иметь право читать этот файл)
    3. Проверьте:   secta check --config { $config }
    4. Запустите:   secta run --config { $config }

# secta demo
demo-missing =
    Не хватает:
    { $lines }
demo-missing-line = {"  "}{ $what }: { $install }
demo-port-taken = порт { $port } занят другой программой; выберите другие порты: --port-base N
demo-already-runs = в папке { $folder } demo уже запущено
demo-venv = Готовлю виртуальное окружение Python…
demo-pip = Ставлю Synapse { $version } из PyPI (обычно меньше минуты)…
demo-go = Собираю Dendrite { $version } (несколько минут)…
demo-seconds = прошло { $seconds } с
demo-step-failed =
    не получилось: { $step }
    { $tail }
    весь вывод: { $log }
demo-starting = Запускаю { $title } и secta…
demo-not-up =
    { $title }: нет ответа. Конец журнала { $log }:
    { $tail }
demo-died-at-start =
    { $title }: программа завершилась при запуске. Конец журнала { $log }:
    { $tail }
demo-died = { $title }: { $how }; запускаю снова (пауза { $seconds } с)
demo-restarted = { $title }: снова работает
demo-bot-absent = бот { $bot } не пришёл в комнату за минуту; посмотрите secta.log
demo-stopping = Останавливаю…
demo-ready =
    Готово. Откройте Element (или другой клиент Matrix), выберите сервер
      { $homeserver }
    и войдите одной из учётных записей (пароль справа):
    { $accounts }

    Что попробовать:
      1. В комнате «Площадь» напишите:  !голосуем Чай? | да | нет
         Проголосуйте с двух учётных записей, потом напишите !итоги
      2. Напишите !помощь
      3. Начните личный разговор с { $bot }: он будет зашифрован
      4. Убейте любой из процессов (pids в demo.json): он вернётся, и ничего не потеряется

    Всё лежит в { $folder }. Остановить: Ctrl-C. Начать заново: --reset.

replay-equal = Совпадает: повторено строк — { $rows }, сверено значений, действий, таймеров и отложенных входов — { $compared }.
replay-differs = РАСХОДИТСЯ: повторено строк — { $rows }, сверено значений, действий, таймеров и отложенных входов — { $compared }. Сообщите об этом, пожалуйста:

# secta check
check-skipped = не проверено: сначала исправьте то, что выше
check-config = Настройки
check-config-fine = { $path } прочитан; боты: { $bots }
check-config-advice = исправьте { $path }; все поля описаны в docs/config.md, новый файл пишет `secta init`
check-mode = Права на файл настроек
check-mode-fine = { $path } закрыт от посторонних
check-mode-open = { $path } могут читать посторонние
check-mode-advice = chmod 600 { $path }
check-key = Ключ узла
check-key-absent = { $path } появится при первом запуске
check-key-fine = { $path } на месте и закрыт от посторонних
check-key-broken = { $path } повреждён: в нём должно быть 32 байта
check-key-broken-advice = верните { $path } из резервной копии; без него тексты зашифрованных комнат не прочесть
check-parts = Части узла
check-parts-all = все в одном процессе
check-parts-fine = { $parts }
check-parts-unknown = нет части { $part }; есть { $known }
check-parts-sqlite = --only делит узел на процессы, а SQLite на это не рассчитан
check-parts-advice = задайте в database.url базу PostgreSQL: postgres://пользователь:пароль@узел/база
check-disk = Место на диске
check-disk-unknown = не удалось узнать
check-disk-fine = свободно { $free } МБ ({ $folder })
check-disk-advice = освободите место: нужно хотя бы { $least } МБ, иначе узел остановится
check-database = База данных
check-database-fine = открывается и пишется; { $size }; событий { $rows }, ждут отправки { $waiting }, отложено { $parked }
check-database-sqlite = проверьте, что у пользователя, от которого работает secta, есть право писать в файл и его папку
check-database-postgres = проверьте database.url, что PostgreSQL запущен (pg_isready) и что пользователь может создавать таблицы в этой базе
check-homeserver = Домашний сервер
check-homeserver-fine = { $url } отвечает (Matrix { $version })
check-homeserver-advice = проверьте, что сервер запущен и что homeserver.url верен: curl { $url }/_matrix/client/versions
check-clock = Часы
check-clock-fine = расхождение с домашним сервером { $seconds } с
check-clock-unknown = домашний сервер не назвал время
check-clock-advice = включите синхронизацию времени на обеих машинах: timedatectl set-ntp true
check-token = Ключ доступа к домашнему серверу
check-token-fine = as_token принят, бот { $bot } есть
check-token-no-bot-yet = as_token принят; бот { $bot } появится при первом запуске
check-token-other = домашний сервер принимает нас за { $other }, а не за { $bot }
check-token-other-advice = в файле регистрации должен быть пользователь { $bot }: запишите её заново командой `secta registration` и перезапустите домашний сервер
check-token-refused = as_token не принят: { $status } { $code }
check-token-advice = запишите регистрацию заново (`secta registration`), укажите её файл домашнему серверу и перезапустите его; as_token должен быть тот же, что в настройках
check-ping = Связь в обе стороны
check-ping-fine = домашний сервер дозвонился до secta и обратно за { $ms } мс
check-ping-alias = домашний сервер дозвонился до secta, hs_token верен
check-ping-unknown = этот домашний сервер не умеет ping; остановите `secta run` и повторите проверку
check-ping-silence = домашний сервер не дозвонился до { $url }
check-ping-token = домашний сервер дозвонился, но с другим hs_token
check-ping-token-advice = запишите регистрацию заново (`secta registration`) и перезапустите домашний сервер: он читает её только при запуске
check-ping-advice = домашний сервер должен достучаться до { $url } (поле appservice.url), а secta слушает на { $listen } (appservice.listen); проверьте адрес, сеть и обратный прокси
