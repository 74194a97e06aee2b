/** Twenty sentences as a village writes them, and the text that is spoken. */
export const twentySentences: readonly (readonly [written: string, spoken: string])[] = [
  [
    'UBND xã thông báo: 19h30 ngày 24/11/2026, kính mời bà con thôn Ngọt họp tại NVH thôn.',
    'Ủy ban nhân dân xã thông báo, mười chín giờ ba mươi phút ngày hai mươi tư tháng mười một năm hai nghìn không trăm hai mươi sáu, kính mời bà con thôn Ngọt họp tại nhà văn hóa thôn.',
  ],
  [
    'Điện lực cắt điện từ 7g đến 11g30 thứ 4, ngày 25-11, tại xóm Đình và xóm Chùa.',
    'Điện lực cắt điện từ bảy giờ đến mười một giờ ba mươi phút thứ tư, ngày hai mươi lăm tháng mười một, tại xóm Đình và xóm Chùa.',
  ],
  [
    'Mỗi hộ đóng 2.500.000 đ, hộ nghèo được giảm 50%, còn 1.250.000đ.',
    'Mỗi hộ đóng hai triệu năm trăm nghìn đồng, hộ nghèo được giảm năm mươi phần trăm, còn một triệu hai trăm năm mươi nghìn đồng.',
  ],
  [
    'Trạm Y tế tiêm vắc xin COVID-19 cho trẻ 5-11 tuổi, nhớ mang thẻ BHYT và CCCD.',
    'Trạm Y tế tiêm vắc xin cô vít mười chín cho trẻ năm đến mười một tuổi, nhớ mang thẻ bảo hiểm y tế và căn cước công dân.',
  ],
  [
    'HTX bán gạo tẻ 18.500đ/kg, thịt lợn 120k/kg, trứng 3.500 đồng/quả.',
    'Hợp tác xã bán gạo tẻ mười tám nghìn năm trăm đồng một ki lô gam, thịt lợn một trăm hai mươi nghìn đồng một ki lô gam, trứng ba nghìn năm trăm đồng một quả.',
  ],
  [
    'Ai thấy cháu ở đâu xin gọi ĐT 0912 345 678 hoặc 113.',
    'Ai thấy cháu ở đâu xin gọi điện thoại không chín một hai, ba bốn năm, sáu bảy tám hoặc một một ba.',
  ],
  [
    'Hồ Đá Đen xả lũ 1.250 m³/s lúc 14:05, mực nước 21,5 m.',
    'Hồ Đá Đen xả lũ một nghìn hai trăm năm mươi mét khối trên giây lúc mười bốn giờ năm phút, mực nước hai mươi mốt phẩy năm mét.',
  ],
  [
    'Bão số 3 cách bờ 105 km, gió cấp 11-12, đi với tốc độ 15–20 km/h, mưa 204 mm.',
    'Bão số ba cách bờ một trăm linh năm ki lô mét, gió cấp mười một đến mười hai, đi với tốc độ mười lăm đến hai mươi ki lô mét trên giờ, mưa hai trăm linh tư mi li mét.',
  ],
  [
    'Đêm nay -2°C, ngày mai 20-25°C, độ ẩm 85%.',
    'Đêm nay âm hai độ xê, ngày mai hai mươi đến hai mươi lăm độ xê, độ ẩm tám mươi lăm phần trăm.',
  ],
  [
    'HTX thu 1,2 tỷ đồng trong quý IV/2026, gấp 1,5 lần quý III.',
    'Hợp tác xã thu một phẩy hai tỷ đồng trong quý bốn năm hai nghìn không trăm hai mươi sáu, gấp một phẩy năm lần quý ba.',
  ],
  [
    'Sang thế kỷ XXI, xã ta đạt chuẩn NTM lần thứ II.',
    'Sang thế kỷ hai mươi mốt, xã ta đạt chuẩn nông thôn mới lần thứ hai.',
  ],
  [
    'Trường THPT số 1 họp phụ huynh sáng T7 28/11, lúc 8h00.',
    'Trường trung học phổ thông số một họp phụ huynh sáng thứ bảy ngày hai mươi tám tháng mười một, lúc tám giờ.',
  ],
  [
    'Nhà văn hóa rộng 3.450 m², tháng 4/2026 dùng hết 1.004 kWh.',
    'Nhà văn hóa rộng ba nghìn bốn trăm năm mươi mét vuông, tháng tư năm hai nghìn không trăm hai mươi sáu dùng hết một nghìn không trăm linh tư ki lô oát giờ.',
  ],
  ['3/4 số hộ đã có WiFi; còn lại xem VTV1.', 'Ba phần tư số hộ đã có oai phai, còn lại xem vê tê vê một.'],
  [
    'Nghỉ lễ 30/4 - 1/5. Bà con chú ý ATGT, PCCC!',
    'Nghỉ lễ ngày ba mươi tháng tư đến ngày mùng một tháng năm. Bà con chú ý an toàn giao thông, phòng cháy chữa cháy!',
  ],
  [
    'Đường QL1A đoạn qua xã, gần UBND TP. Vinh, cấm xe trên 3,5 tấn từ 21 giờ.',
    'Đường quốc lộ một A đoạn qua xã, gần ủy ban nhân dân thành phố Vinh, cấm xe trên ba phẩy năm tấn từ hai mươi mốt giờ.',
  ],
  [
    'Theo QĐ số 123/QĐ-UBND ngày 5/6/2026, HĐND xã chi 50 triệu đồng.',
    'Theo quyết định số một trăm hai mươi ba quyết định ủy ban nhân dân ngày mùng năm tháng sáu năm hai nghìn không trăm hai mươi sáu, hội đồng nhân dân xã chi năm mươi triệu đồng.',
  ],
  [
    'Lớp 5A đi thăm CLB dưỡng sinh vào CN, từ 7h30-9h, đóng 50k.',
    'Lớp năm A đi thăm câu lạc bộ dưỡng sinh vào chủ nhật, từ bảy giờ ba mươi phút đến chín giờ, đóng năm mươi nghìn đồng.',
  ],
  [
    'THÔNG BÁO CỦA UBND XÃ: ngày 1/12 đóng tiền nước 8.500 đ/m³.',
    'Thông báo của ủy ban nhân dân xã, ngày mùng một tháng mười hai đóng tiền nước tám nghìn năm trăm đồng một mét khối.',
  ],
  [
    'Hội nghị có 150/155 đại biểu, mỗi người gửi ý kiến về www.thonngot.vn hoặc Zalo 0987.654.321.',
    'Hội nghị có một trăm năm mươi trên một trăm năm mươi lăm đại biểu, mỗi người gửi ý kiến về www chấm thonngot chấm vn hoặc Zalo không chín tám bảy, sáu năm bốn, ba hai một.',
  ],
];
