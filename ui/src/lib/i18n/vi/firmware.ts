/** What is put into a device, and the sheet that is printed for it. */
export const firmware = {
  'firmware.files': 'Tệp cho thiết bị',
  'firmware.download': 'Tải xuống',
  'firmware.file.console': 'Đoạn dán vào Console',
  'firmware.file.console.how':
    'Mở trang web của thiết bị → Tools (bản cũ: Consoles) → Console, dán cả dòng (dài, bắt đầu bằng Backlog) rồi Enter. Xong nó tự khởi động lại.',
  'firmware.file.console.how.lines':
    'Mở trang web của thiết bị → Tools (bản cũ: Consoles) → Console, dán lần lượt {count} dòng, mỗi dòng một lần Enter. Dòng cuối làm nó khởi động lại.',
  'firmware.file.interlock': 'Khóa liên động: mỗi lúc một đường',
  'firmware.file.interlock.how': 'Chỉ khi âm ly không kéo nổi nhiều đường cùng lúc. Dán sau đoạn trên.',
  'firmware.file.tls': 'Kết nối mã hóa (TLS)',
  'firmware.file.tls.how': 'Chỉ cho ESP32 chạy bản Tasmota có TLS. Dán sau cùng; không dán thì vẫn chạy như thường.',
  'firmware.file.esphome': 'Rơ-le điện cho âm ly (ESP32)',
  'firmware.file.esphome.how':
    'Lưu vào thư mục của ESPHome cùng secrets.yaml, xem lại số chân ở đầu tệp, rồi chạy esphome run với tên tệp này.',
  'firmware.file.esphome-lines': 'Chọn đường loa, nhiều đường cùng lúc (ESP32)',
  'firmware.file.esphome-lines.how': 'Lưu vào thư mục của ESPHome cùng secrets.yaml, xem lại số chân, rồi esphome run.',
  'firmware.file.esphome-interlock': 'Chọn đường loa, mỗi lúc một đường (ESP32)',
  'firmware.file.esphome-interlock.how': 'Dùng thay tệp trên khi âm ly không kéo nổi nhiều đường cùng lúc.',
  'firmware.file.esphome-speaker-arduino': 'Rơ-le kèm loa mạng, ESPHome 2024.11 đến 2026.3',
  'firmware.file.esphome-speaker-arduino.how':
    'Dùng thay tệp đầu khi bo mạch cũng phát tiếng. Ghi địa chỉ luồng HTTP của đường tiếng vào dòng stream. Không có TLS.',
  'firmware.file.esphome-speaker-idf': 'Rơ-le kèm loa mạng, ESPHome mới',
  'firmware.file.esphome-speaker-idf.how':
    'Như tệp trên, cho ESPHome từ 2025.5 và bo mạch có PSRAM. Ghi địa chỉ luồng HTTP vào dòng stream.',
  'firmware.file.esphome-button': 'Nút bấm trên ESP32 (ESPHome)',
  'firmware.file.esphome-button.how':
    'Lưu vào thư mục của ESPHome cùng secrets.yaml, xem lại số chân, rồi esphome run.',
  'firmware.file.secrets': 'secrets.yaml của ESPHome',
  'firmware.file.secrets.how': 'Ghi tên và mật khẩu Wi-Fi vào. Đã có secrets.yaml thì chỉ chép thêm hai mật khẩu cuối.',
  'firmware.file.shelly-commands': 'Các lệnh cài đặt',
  'firmware.file.shelly-commands.how':
    'Shelly phải vào Wi-Fi của thôn trước: nối laptop vào Wi-Fi của nó, mở 192.168.33.1 → Settings → Wi-Fi. Rồi mở Terminal (Windows: Git Bash, vì PowerShell và cmd không chạy được), chạy lần lượt từng dòng. Chỉ riêng dòng in_mode có thể báo error, không sao. Sau cùng đặt mật khẩu cho trang của nó: Settings → Authentication.',
  'firmware.file.shelly-script': 'Kịch bản tự tắt',
  'firmware.file.shelly-script.how':
    'Trang web của Shelly → Scripts → Add script, dán, Save, Start, rồi bật “Run on startup”.',
  'firmware.file.shelly-settings': 'Cài đặt dạng JSON',
  'firmware.file.shelly-settings.how': 'Cũng là các lệnh trên, cho ai gửi RPC bằng chương trình của mình.',
  'firmware.file.zigbee2mqtt': 'Phần cho configuration.yaml',
  'firmware.file.zigbee2mqtt.how':
    'Ghép vào configuration.yaml của Zigbee2MQTT, khởi động lại, rồi đặt tên các ổ cắm là plug/channel-1, plug/channel-2… Mỗi loại ổ cắm phải thử một lần xem có tự tắt theo on_time không (câu lệnh ở đầu tệp). Ổ không tự tắt thì đừng dùng cho âm ly.',
  'firmware.file.topics': 'Bảng chủ đề',
  'firmware.file.topics.how': 'Cho người lập trình bo mạch. Cách đọc bảng ở đầu tệp.',
  'firmware.file.authority': 'Chứng thư gốc của máy chủ MQTT',
  'firmware.file.authority.how': 'Để thiết bị nhận ra đúng máy chủ khi kết nối mã hóa.',

  'credentials.tls': 'Mã hóa (TLS)',
  'credentials.tls.needed': 'Bắt buộc, chứng thư gốc “{authority}”',
  'firmware.wiring': 'Sơ đồ đấu dây',
  'firmware.wiring.which': 'Kiểu lắp',
  'firmware.wiring.choose':
    'Rơ-le này dùng để làm gì: bật điện cho âm ly, hay chọn đường loa sau một âm ly? Hai kiểu đấu dây khác hẳn nhau. Chọn một kiểu ở trên; chưa chọn thì tờ A4 in cả hai.',
  'firmware.wiring.mains-relay': 'Điện âm ly',
  'firmware.wiring.mains-relay.when': 'Mỗi kênh đóng cắt điện vào của một âm ly: kênh nào cũng đấu như hình này.',
  'firmware.wiring.line-selector': 'Đường loa',
  'firmware.wiring.line-selector.when': 'Một âm ly, mỗi kênh nối đầu ra 100 V của nó tới một đường loa.',
  'firmware.wiring.network-speaker': 'Loa trên cột',
  'firmware.wiring.network-speaker.when': 'Một bo mạch trên cột vừa nhận tiếng qua mạng, vừa bật điện âm ly của nó.',
  'firmware.wiring.open': 'Xem to',
  'credentials.device-password': 'Trang của thiết bị (admin)',
  'firmware.print': 'In tờ A4 cho thiết bị này',
  'firmware.sheet.secret': 'Tờ này có mật khẩu: cất nơi chỉ người phụ trách mở được.',
  'firmware.sheet.topic': 'Chủ đề',
  'firmware.sheet.scan': 'Mã này là đoạn chữ để dán vào Console của thiết bị.',
  'firmware.sheet.scan.address': 'Nối điện thoại vào Wi-Fi của chiếc Shelly mới, quét rồi mở: nó nhận tài khoản này.',
  'firmware.sheet.steps': 'Cài đặt',
  'firmware.sheet.then': 'Bảng điều khiển hiện “Đã kết nối” thì bấm Thử.',
} as const;
