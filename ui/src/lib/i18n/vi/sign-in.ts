/** The first start, and coming in. */
export const signIn = {
  'sign-in.title': 'Vào bàn phát thanh',
  'sign-in.login': 'Tên đăng nhập',
  'sign-in.password': 'Mật khẩu',
  'sign-in.show-password': 'Hiện mật khẩu',
  'sign-in.hide-password': 'Ẩn mật khẩu',
  'sign-in.submit': 'Đăng nhập',
  'sign-in.forgotten': 'Quên mật khẩu? Nhờ trưởng thôn đặt lại.',
  'sign-in.unreachable': 'Chưa liên lạc được với cổng phát',
  'sign-in.unreachable.text':
    'Kiểm tra xem máy này có cùng mạng với nhà văn hóa và cổng phát có điện không. Trang sẽ tự thử lại.',

  'set-up.title': 'Chào mừng đến với Loa Thôn',
  'set-up.intro': 'Chỉ một lần này: đặt tên thôn và tạo tài khoản đầu tiên.',
  'set-up.code': 'Mã cài đặt',
  'set-up.code.hint': 'Mã hiện trên màn hình của cổng phát khi khởi động.',
  'set-up.village': 'Tên thôn',
  'set-up.village.example': 'Thôn Ngọt',
  'set-up.name': 'Họ và tên của bạn',
  'set-up.login.hint': 'Chữ thường không dấu, số; không có khoảng trắng. Ví dụ: bac.hai',
  'set-up.password.hint': 'Ít nhất 8 ký tự. Một câu dễ nhớ là tốt nhất.',
  'set-up.submit': 'Bắt đầu dùng',
  'set-up.role': 'Tài khoản này là trưởng thôn kiêm kỹ thuật viên.',
} as const;
