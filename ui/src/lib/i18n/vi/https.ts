/** The panel over TLS: the page for every phone, the screen behind "Thêm", the sheet for the wall. */
export const https = {
  'https.title': 'Kết nối an toàn (HTTPS)',
  'https.intro':
    'Trình duyệt chỉ cho dùng micrô và nhận thông báo khi kết nối an toàn. Muốn nói trực tiếp lên loa bằng máy này, làm một lần các bước dưới đây.',
  'https.inside-app':
    'Trang đang mở bên trong Zalo hoặc Facebook, ở đây không cài được. Bấm dấu ba chấm rồi chọn mở bằng Chrome (Android) hoặc Safari (iPhone).',
  'https.off': 'Thôn chưa bật kết nối an toàn. Nhờ kỹ thuật viên bật.',
  'https.plain-works': 'Vào bằng http thường vẫn làm được mọi việc, trừ nói trực tiếp và thông báo trên điện thoại.',
  'https.open': 'Mở bảng điều khiển an toàn',
  'https.open-plain': 'Vào bảng điều khiển thường',
  'https.trusted': 'Máy này vào được bằng kết nối an toàn.',
  'https.asking': 'Đang xem máy này đã tin chứng chỉ của thôn chưa…',
  'https.not-yet': 'Máy này chưa tin chứng chỉ của thôn.',
  'https.look-again': 'Tôi làm xong rồi, kiểm tra lại',
  'https.download': 'Tải chứng chỉ của thôn',
  'https.device': 'Máy của bạn',
  'https.device.android': 'Android',
  'https.device.iphone': 'iPhone, iPad',
  'https.device.computer': 'Máy tính',
  'https.android.download': 'Mở trang này bằng Chrome. Tải tệp “loa-thon.crt”; máy có hỏi thì chọn Giữ hoặc Tải xuống.',
  'https.android.settings':
    'Mở Cài đặt → Bảo mật và quyền riêng tư → Cài đặt bảo mật khác → Mã hóa và thông tin xác thực → Cài đặt chứng chỉ → Chứng chỉ CA. Máy Samsung: Cài đặt từ bộ nhớ điện thoại → Chứng chỉ CA. Không thấy thì gõ “CA” vào ô tìm kiếm của Cài đặt.',
  'https.android.choose':
    'Bấm Vẫn cài đặt, nhập mã khóa màn hình, rồi chọn “loa-thon.crt” trong mục Tải xuống. Máy chưa có khóa màn hình thì phải đặt trước.',
  'https.android.back': 'Quay lại trang này. Thấy dấu xanh là xong.',
  'https.iphone.download':
    'Mở trang này bằng Safari (Chrome trên iPhone không cài được). Tải chứng chỉ, chọn Cho phép.',
  'https.iphone.install':
    'Mở Cài đặt → Đã tải về hồ sơ (hoặc Cài đặt chung → VPN & Quản lý thiết bị) → Cài đặt, nhập mật mã của máy.',
  'https.iphone.trust':
    'Bước này hay bị quên: Cài đặt → Cài đặt chung → Giới thiệu → Cài đặt tin cậy chứng nhận → bật “Loa Thon…”.',
  'https.iphone.back': 'Quay lại trang này. Thấy dấu xanh là xong.',
  'https.computer.download': 'Tải tệp “loa-thon.crt”. Trình duyệt có hỏi thì chọn Giữ.',
  'https.computer.windows':
    'Windows: bấm đúp vào tệp → Install Certificate → Current User → Place all certificates in the following store → Browse → Trusted Root Certification Authorities → Finish → Yes.',
  'https.computer.chrome':
    'Máy khác dùng Chrome: mở chrome://certificate-manager → Local certificates → Installed by you → Import → chọn tệp.',
  'https.computer.back': 'Mở lại trình duyệt rồi quay lại trang này. Thấy dấu xanh là xong.',
  'https.what': 'Chứng chỉ này là gì, có an toàn không?',
  'https.what.text':
    'Cổng phát của thôn tự làm ra nó để máy của bạn nhận ra cổng phát. Nó tự giới hạn: chỉ có giá trị với địa chỉ trong mạng nội bộ và địa chỉ mà chính máy chạy cổng phát có khi làm ra nó, nên dù bị lấy cắp cũng không giả được trang ngân hàng hay trang nào khác trên internet. Không dùng nữa thì xóa trong Cài đặt.',
  'https.fingerprint.text': 'Tên trên máy: {name}. Cho chắc, so dấu vân tay dưới đây với tờ in treo ở nhà văn hóa:',

  'https.panel.intro': 'Để điện thoại trong thôn nói trực tiếp được và nhận thông báo. Mỗi máy làm một lần.',
  'https.closed': 'Chưa có kết nối an toàn',
  'https.answers': 'Đang phục vụ ở {address}',
  'https.qr': 'Mã QR tới {address}',
  'https.scan': 'Quét mã này bằng điện thoại đang ở trong mạng của thôn, hoặc gõ địa chỉ:',
  'https.print': 'In tờ treo ở nhà văn hóa',
  'https.this-device': 'Cài cho máy này',
  'https.authority': 'Chứng chỉ của thôn',
  'https.authority.name': 'Tên trên máy',
  'https.authority.until': 'Dùng được đến',
  'https.fingerprint': 'Dấu vân tay (SHA-256)',
  'https.limits':
    'Chỉ có giá trị với địa chỉ và tên trong mạng nội bộ, thêm địa chỉ IPv4 ngoài internet mà máy chạy cổng phát có khi làm ra nó (nếu có). Chứng chỉ của máy chủ được cổng phát tự thay trước khi hết hạn và khi đổi địa chỉ mạng.',
  'https.given': 'Đang dùng chứng chỉ thôn tự mang tới, có giá trị đến {until}.',
  'https.renew': 'Đổi chứng chỉ của thôn',
  'https.renew.title': 'Đổi chứng chỉ của thôn?',
  'https.renew.text':
    'Mọi điện thoại đã cài phải cài lại, và tờ treo tường phải in lại. Chỉ nên đổi khi máy chạy cổng phát bị mất, bị người lạ vào, hoặc chứng chỉ sắp hết hạn.',
  'https.renew.keep': 'Giữ chứng chỉ cũ',
  'https.renewed': 'Đã đổi. Cài lại trên từng máy và in lại tờ treo tường.',

  'https.poster.title': 'Nói lên loa bằng điện thoại của bạn',
  'https.poster.why': 'Làm một lần cho mỗi điện thoại, để trình duyệt cho dùng micrô và nhận thông báo của thôn.',
  'https.poster.wifi': 'Vào Wi-Fi của nhà văn hóa.',
  'https.poster.scan': 'Quét mã bằng máy ảnh của điện thoại, hoặc gõ địa chỉ trên vào Chrome hay Safari.',
  'https.poster.follow': 'Làm theo từng bước trên trang, tới khi thấy dấu xanh.',
  'https.poster.compare': 'Chứng chỉ “{name}”, dấu vân tay SHA-256 để so:',
} as const;
