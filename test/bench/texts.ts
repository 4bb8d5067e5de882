/** Bulletins of the kinds that a commune broadcasts: dense with numbers, dates and abbreviations, as they come. */
export const BULLETINS: readonly string[] = [
  'UBND xã thông báo: Điện lực tạm ngừng cung cấp điện từ 7h30 đến 11h00 ngày 25/11/2026 tại các thôn 1, 2, 3 và khu vực TBA Đồng Mau 2 để sửa chữa đường dây 35kV. Đề nghị bà con chủ động trong sinh hoạt và sản xuất, bảo đảm an toàn khi có điện trở lại.',
  'Trạm y tế xã tổ chức tiêm vắc xin cho trẻ từ 2-4 tháng tuổi vào 8h-11h sáng thứ 4, ngày 02/12. Khi đi mang theo sổ tiêm chủng, thẻ BHYT và CCCD của bố hoặc mẹ. Liên hệ: 0912 345 678.',
  'Tin bão khẩn cấp: lúc 13h ngày 24/11, sức gió mạnh nhất vùng gần tâm bão mạnh cấp 11-12 (103-133km/h), giật cấp 15; lượng mưa 100-200mm/24h, có nơi trên 300mm. Bà con không ra khơi, chằng chống nhà cửa, sẵn sàng di dời khi có lệnh.',
  'Tuyển sinh lớp 10 năm học 2026-2027: nộp hồ sơ từ ngày 1-15/6 tại trường THPT. Hồ sơ gồm đơn đăng ký, học bạ THCS, bản sao giấy khai sinh và 02 ảnh 3x4.',
  'Mức đóng BHYT hộ gia đình: người thứ 1 đóng 105.300đ/tháng (4,5% mức lương cơ sở 2.340.000đ); người thứ 2 bằng 70% người thứ nhất; từ người thứ 5 trở đi bằng 40%. Bà con đóng tại bưu điện xã hoặc trên Cổng dịch vụ công.',
  'Mời bà con thôn 5 dự họp vào 19h30 tối thứ 7, ngày 28/11 tại NVH thôn để bàn việc làm đường GTNT dài 1.250m, rộng 3,5m, tổng kinh phí 1,2 tỷ đồng, trong đó nhân dân đóng góp 30%.',
  'Giá lợn hơi hôm nay 62.000-65.000 đ/kg, tăng 1-2 nghìn đồng/kg so với tuần trước; lúa tươi 7.500 đ/kg; phân urê 12.000đ/kg.',
  'Để phòng cháy chữa cháy mùa hanh khô, đề nghị bà con không đốt rơm rạ, kiểm tra dây điện, bình gas; khi có cháy gọi ngay 114 hoặc công an xã 0237.3869.114.',
  'Nộp hồ sơ trực tuyến tại dichvucong.gov.vn bằng tài khoản VNeID mức 2, được giảm 50% phí, lệ phí theo Nghị quyết số 12/2024/NQ-HĐND ngày 10/7/2024 của HĐND tỉnh.',
  'Thực hiện Quyết định số 749/QĐ-TTg ngày 03/6/2020 của Thủ tướng Chính phủ, UBND xã mở lớp hướng dẫn kỹ năng số cho người cao tuổi vào sáng thứ 3 và thứ 5 hằng tuần, từ 8h đến 10h30, tại Trung tâm phục vụ hành chính công.',
  'Kính thưa toàn thể bà con nhân dân! Thực hiện kế hoạch của cấp trên về ngày hội đại đoàn kết toàn dân tộc, đề nghị các hộ gia đình treo cờ Tổ quốc, dọn vệ sinh đường làng ngõ xóm và tham gia đầy đủ các hoạt động do thôn tổ chức.',
];
